# SPDX-License-Identifier: GPL-2.0-only
#
# The account of tests/oracle-coverage.sh. Input: oracle-coverage.txt, then the output of gcov.
# list: the files to account for. A branch of a header is taken if it is taken in any object.

function complain(file, what) {
	bad[file] = 1
	complaint[file] = complaint[file] "        " what "\n"
}

function trim(s) {
	gsub(/^[ \t]+|[ \t]+$/, "", s)
	return s
}

# tests/oracle-coverage.txt
FNR == NR {
	if ($0 ~ /^#/ || NF == 0)
		next
	split($0, field, "|")
	file = trim(field[1])
	line = $0
	sub(/^[^|]*\|[^|]*\|[^|]*\|/, "", line)
	key = file SUBSEP trim(line)
	if (trim(field[2]) !~ /^[1-9][0-9]*$/ || trim(field[3]) == "" || key in excused)
		complain("tests/oracle-coverage.txt", "line " FNR \
			" is not FILE | NUMBER | REASON | SOURCE LINE, or occurs twice")
	excused[key] = trim(field[2])
	next
}

/^ *-: +0:Source:/ {
	file = substr($0, index($0, "Source:") + 7)
	wanted = file ~ /^lib\/(oracle|arch)\//
	next
}

!wanted {
	next
}

/^ *[^ :]+: *[1-9][0-9]*:/ {
	split($0, field, ":")
	number = trim(field[2]) + 0
	count = trim(field[1])
	line = $0
	sub(/^[^:]*:[^:]*:/, "", line)
	text[file, number] = trim(line)
	if (number > last[file])
		last[file] = number
	if (count != "-")
		executed[file, number] += count ~ /^[0-9]/
	next
}

/^branch/ {
	if ($2 >= branches[file, number])
		branches[file, number] = $2 + 1
	exists[file, number, $2] = 1
	taken[file, number, $2] += $3 == "taken" ? $4 : 0
}

END {
	n = split(list, files, " ")
	for (i = 1; i <= n; i++)
		account_for(files[i])
	for (key in excused) {
		split(key, field, SUBSEP)
		if (!(key in used))
			complain("tests/oracle-coverage.txt", "no longer needed: " field[1] ": " field[2])
	}
	report("tests/oracle-coverage.txt", "branches that cannot be taken")
	printf "%d passed, %d failed, 0 skipped\n", passed, failed
	exit failed > 0
}

function account_for(file,	number, missing, total, reached, i, key) {
	for (number = 1; number <= last[file]; number++) {
		missing = 0
		for (i = 0; i < branches[file, number]; i++) {
			if (!((file, number, i) in exists))
				continue
			total++
			if (taken[file, number, i])
				reached++
			else
				missing++
		}
		if (!missing && (file, number) in executed && !executed[file, number])
			missing = 1
		if (!missing)
			continue
		key = file SUBSEP text[file, number]
		if (key in excused && missing == excused[key] && !used[key]++)
			continue
		complain(file, "line " number ", " missing " not taken: " text[file, number])
	}
	report(file, !last[file] ? "no code" : !total ? "no branches" : \
	       reached + 0 " of " total " branches")
}

function report(file, what) {
	passed += !bad[file]
	failed += bad[file]
	printf "%-8s%-32s %s\n%s", bad[file] ? "not ok" : "ok", file, what, complaint[file]
}
