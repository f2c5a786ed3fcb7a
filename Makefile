# SPDX-License-Identifier: GPL-2.0-only
#
#	make			build memop-cts for this machine, for s390x if the cross compiler is
#				installed, and the unit tests if libcheck is
#	make check		run all tests (./run.sh check also installs what they need)
#	make unit		run the unit tests on this machine
#	make check-sabotage	check that the suites notice every planted defect of the model
#	make check-coverage	check that the tests take every branch of the oracle
#	make install		install memop-cts for this machine to DESTDIR/prefix/bin
#	make kselftest		make a selftest of the suite in the kernel tree KSRC
#	make kselftest-remove	remove it from there
#	make clean
#
# O=DIR builds in another folder, CROSS_COMPILE= selects another s390x tool chain, CC= another
# compiler for this machine.

O ?= build
CROSS_COMPILE ?= s390x-linux-gnu-
prefix ?= /usr/local
INSTALL ?= install

WARNINGS := -Wall -Wextra -Werror -Wmissing-prototypes -Wstrict-prototypes -Wshadow -Wundef -Wvla
OPTIMIZE := -O2 -g
BASE := -std=gnu11 -D_GNU_SOURCE -I. -MMD -MP $(WARNINGS)

native_cc := $(CC)
s390x_cc := $(CROSS_COMPILE)gcc
is_s390x := $(findstring s390x,$(shell $(CC) -dumpmachine 2>/dev/null))
have_cross := $(if $(is_s390x),,$(shell command -v $(s390x_cc) 2>/dev/null))

lib := $(sort $(wildcard lib/*/*.c))
suites := $(sort $(wildcard suites/*.c))
host := $(sort $(wildcard host/commands/*.c host/runner/*.c host/subjects/*.c))
kvm := $(sort $(wildcard host/subjects/kvm/*.c host/subjects/kvm/history/*.c guest/*.S))
units := $(patsubst tests/unit/%.c,%,$(sort $(wildcard tests/unit/test_*.c)))

# The real ioctl exists on s390x only. --s390-pgste: before Linux 7.0, a process with guests needs
# page tables that hold storage keys (PGSTEs). -static: the program is copied alone to other
# machines.
on_s390x := $(filter-out host/subjects/no_kvm.c,$(host)) $(kvm)
elsewhere := $(host)
s390x_ldflags := -static -no-pie -Wl,--s390-pgste

# flavour NAME,CC,CFLAGS,LDFLAGS,HOST-SOURCES: the rules that build memop-cts and the unit tests in
# $(O)/NAME.
define flavour
$(1)_objects := $$(patsubst %,$(O)/$(1)/%.o,$$(basename $(lib) $(suites) $(5)))
$(1)_lib := $$(patsubst %,$(O)/$(1)/%.o,$$(basename $(lib) $(suites)))

$(O)/$(1)/%.o: %.c
	@mkdir -p $$(@D)
	$(2) $(BASE) $(OPTIMIZE) $(3) -c -o $$@ $$<

$(O)/$(1)/%.o: %.S
	@mkdir -p $$(@D)
	$(2) $(BASE) -c -o $$@ $$<

$(O)/$(1)/memop-cts: $$($(1)_objects)
	$(2) $(3) $(4) -o $$@ $$^

$(O)/$(1)/tests/%: $(O)/$(1)/tests/unit/%.o $$($(1)_lib)
	$(2) $(3) $(4) -o $$@ $$^ $$($(1)_check)

.PHONY: program-$(1) units-$(1)
program-$(1): $(O)/$(1)/memop-cts
# The objects are named so that make does not take them for intermediate files and delete them.
units-$(1): $(units:%=$(O)/$(1)/tests/%) | $(units:%=$(O)/$(1)/tests/unit/%.o)

# The compiler's dependency files do not list files included by .incbin.
$(O)/$(1)/lib/known/expectations.o: results/expectations/known.txt
$(O)/$(1)/lib/known/history.o: results/expectations/history.txt
$(O)/$(1)/lib/known/clauses.o: docs/clauses.md

-include $$($(1)_objects:.o=.d)
-include $(units:%=$(O)/$(1)/tests/unit/%.d)
endef

check_libs := $(shell pkg-config --libs check 2>/dev/null)
native_check := $(check_libs)
O0_check := $(check_libs)
clang_check := $(check_libs)
sanitize_check := $(check_libs)
coverage_check := $(check_libs)
s390x_check := -L$(O)/s390x-check -lcheck -lsubunit -lm -lrt -lpthread

native_host := $(if $(is_s390x),$(on_s390x),$(elsewhere))
native_ldflags := $(if $(is_s390x),$(s390x_ldflags))
# host/runner/worker.c calls __gcov_dump() before _exit(). Its weak reference alone would not link
# the function from the library.
coverage_ldflags := $(native_ldflags) -Wl,--undefined=__gcov_dump
sanitizers := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

$(eval $(call flavour,native,$(native_cc),,$(native_ldflags),$(native_host)))
$(eval $(call flavour,O0,$(native_cc),-O0,$(native_ldflags),$(native_host)))
$(eval $(call flavour,clang,clang,,$(native_ldflags),$(native_host)))
$(eval $(call flavour,sanitize,$(native_cc),$(sanitizers),,$(native_host)))
$(eval $(call flavour,coverage,$(native_cc),-O0 --coverage,$(coverage_ldflags),$(native_host)))
$(eval $(call flavour,s390x,$(s390x_cc),-march=z10,$(s390x_ldflags),$(on_s390x)))

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all check check-sabotage check-coverage unit install kselftest kselftest-remove clean

all: program-native $(if $(check_libs),units-native) $(if $(have_cross),program-s390x)

unit: units-native
	tests/unit.sh $(O)/native/tests

check:
	tests/check.sh $(O)

# Build the model with each defect of tests/sabotage.txt, or those named by SABOTAGE=; a case must
# fail.
check-sabotage: program-native
	tests/sabotage.sh $(O) $(SABOTAGE)

check-coverage:
	tests/oracle-coverage.sh $(O)

install: program-native
	$(INSTALL) -D -m 755 $(O)/native/memop-cts $(DESTDIR)$(prefix)/bin/memop-cts

kselftest:
	@host/kselftest/tree.sh install "$$KSRC"

kselftest-remove:
	@host/kselftest/tree.sh remove "$$KSRC"

clean:
	rm -rf $(O)
