# SPDX-License-Identifier: MIT
# taizhang: `make help` lists what can be made.

BUILD ?= build
CC ?= cc
CLANG ?= clang
CLANG_FORMAT ?= clang-format
prefix ?= /usr/local
# The day that the sample content is looked at.
SAMPLE_DAY ?= 2026-11-22
# Which pages `make screenshots` takes, by their names in tests/browser/.
PAGES ?=
# How long each fuzzer runs.
FUZZ_SECONDS ?= 60

PACKAGES = libgit2 yaml-0.1 libcmark sqlite3 libcrypto jansson xlsxwriter \
	libjpeg libpng libexif lcms2 zlib libmicrohttpd liblz4 libcurl

WARN = -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	-Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wwrite-strings -Wcast-qual -Wvla -Wformat=2 -Wundef -Wswitch-enum \
	-fno-common
OPTIMIZE ?= -O2 -g
HARDEN ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LINK_HARDEN ?= -pie -Wl,-z,relro,-z,now
# Sanitizers, coverage: for compiling and linking.
INSTRUMENT ?=
CPPFLAGS += -D_GNU_SOURCE -Isrc -include src/base/banned.h

# Asked for once, and only when something is compiled: by then the packages
# are there.
package_cflags = $(eval package_cflags := \
	$$(shell pkg-config --cflags $$(PACKAGES)))$(package_cflags)
package_libs = $(eval package_libs := \
	$$(shell pkg-config --libs $$(PACKAGES)))$(package_libs)

COMPILE = $(CC) $(CPPFLAGS) $(WARN) $(OPTIMIZE) $(HARDEN) $(INSTRUMENT) \
	$(package_cflags) -pthread $(CFLAGS)
LINK = $(CC) $(OPTIMIZE) $(INSTRUMENT) $(LINK_HARDEN) $(LDFLAGS)
LIBS = $(package_libs) -pthread $(LDLIBS)

SOURCES := $(sort $(wildcard src/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
# All but main(): what the tests are linked with.
LIBRARY := $(BUILD)/libtaizhang.a
UNITS := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/*.c)))
CASES := $(patsubst tests/case/%.c,$(BUILD)/tests/%, \
	$(wildcard tests/case/case.c))
HANDBOOK := $(BUILD)/tests/handbook
FAULT := $(patsubst %.c,$(BUILD)/%.so,$(wildcard tests/fault/fault.c))
CLOCK := $(BUILD)/tests/manual/clock.so
PHOTO := $(BUILD)/tests/bench/photo
TESTS := $(UNITS) $(CASES) $(HANDBOOK) $(FAULT) $(CLOCK) $(PHOTO)
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/%,\
	$(sort $(wildcard tests/fuzz/*.c)))

C_FILES = $(wildcard src/*/*.[ch] tests/*/*.[ch])

# `make V=1` shows the commands.
ifeq ($(V),1)
say = @:
else
.SILENT:
say = @printf '  %-6s %s\n'
endif

.DELETE_ON_ERROR:
.SUFFIXES:

all: $(BUILD)/taizhang ## build/taizhang (the default)

help: ## this list
	awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' \
		$(firstword $(MAKEFILE_LIST))

# --- compiling --------------------------------------------------------------

# Says once that the packages for a purpose are there; `make packages` looks
# again.
$(BUILD)/packages/%: tests/packages.sh
	mkdir -p $(@D)
	CC='$(CC)' sh tests/packages.sh $*
	touch $@

$(BUILD)/taizhang: $(BUILD)/src/cmd/main.o $(LIBRARY)
	$(say) link $@
	$(LINK) -o $@ $^ $(LIBS)

# Held in the program byte for byte: the plan and the layouts for `taizhang
# init`, the handbook's sections, what `taizhang serve` adds to pages, the parts
# of a Word document.
EMBEDDED := $(shell find content/plan layouts src/cmd/starter docs/findings docs/manual \
	src/web/preview src/web/word -type f ! -name '.*' \
	! -path content/plan/roster.yaml)

$(BUILD)/embedded.c: src/base/embed.sh $(EMBEDDED)
	mkdir -p $(@D)
	sh $< $(EMBEDDED) >$@

$(BUILD)/embedded.o: $(BUILD)/embedded.c Makefile | $(BUILD)/packages/build
	$(say) cc $<
	$(COMPILE) -c -o $@ $<

$(LIBRARY): $(filter-out $(BUILD)/src/cmd/main.o,$(OBJECTS)) \
		$(BUILD)/embedded.o
	rm -f $@
	ar rcs $@ $^

# Scaling pictures is twice as fast so.
$(BUILD)/src/book/pixels.o: CFLAGS += -O3

$(BUILD)/src/%.o: src/%.c Makefile | $(BUILD)/packages/build
	mkdir -p $(@D)
	$(say) cc $<
	$(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/tests/unit/%: tests/unit/%.c $(LIBRARY) Makefile \
		| $(BUILD)/packages/test
	mkdir -p $(@D)
	$(say) test $<
	$(COMPILE) -MMD -MP -MF $@.d -MT $@ $(LDFLAGS) $(LINK_HARDEN) -o $@ $< \
		$(LIBRARY) -lcmocka $(LIBS)

define compile_test
	mkdir -p $(@D)
	$(say) test $<
	$(COMPILE) -MMD -MP -MF $@.d -MT $@ $(LDFLAGS) $(LINK_HARDEN) -o $@ $< \
		$(LIBRARY) $(LIBS)
endef

$(BUILD)/tests/%: tests/case/%.c $(LIBRARY) Makefile | $(BUILD)/packages/test
	$(compile_test)

$(BUILD)/tests/%: tests/handbook/%.c $(LIBRARY) Makefile \
		| $(BUILD)/packages/test
	$(compile_test)

# What makes things to measure with needs nothing of the program.
$(BUILD)/tests/bench/%: tests/bench/%.c $(wildcard tests/bench/*.h) Makefile \
		| $(BUILD)/packages/build
	mkdir -p $(@D)
	$(say) bench $<
	$(CC) $(CPPFLAGS) $(WARN) -O2 -g -o $@ $< $(BENCH_LIBS)

# Photographs are for tests, too.
$(PHOTO): BENCH_LIBS = -ljpeg -llcms2

# Never instrumented: it is loaded before everything else.
$(BUILD)/tests/%.so: tests/%.c Makefile
	mkdir -p $(@D)
	$(say) test $<
	$(CC) -D_GNU_SOURCE $(WARN) -O2 -g -fPIC -shared -o $@ $<

-include $(OBJECTS:.o=.d) $(UNITS:=.d) $(CASES:=.d) $(HANDBOOK:=.d)

# --- the portal -------------------------------------------------------------

# A record with an error is told and does not keep the portal back, as on the
# server; it does make this target fail, when all is done.
site: $(BUILD)/taizhang ## build, check and publish content/ to site/current
	status=0; \
	$(BUILD)/taizhang check --today $(SAMPLE_DAY) >$(BUILD)/check.txt || \
		status=$$?; \
	if [ $$status = 0 ]; then tail -n 1 $(BUILD)/check.txt; \
	else cat $(BUILD)/check.txt; fi; \
	[ $$status -le 1 ] || exit $$status; \
	if [ $$status = 0 ]; then \
		$(BUILD)/taizhang build --today $(SAMPLE_DAY) --quiet; \
	else \
		$(BUILD)/taizhang build --today $(SAMPLE_DAY) --quiet \
			2>/dev/null || [ $$? = 1 ]; \
	fi || exit; \
	echo "file://$(CURDIR)/site/current/index.html"; \
	exit $$status

screenshots: site ## each sort of page as a picture: build/screenshots/
	sh tests/browser/npm.sh
	MODULES='$(CURDIR)/build/npm' BROWSER="$$(command -v chromium)" \
		node tests/browser/screenshots.mjs site/current \
		$(BUILD)/screenshots $(PAGES)
	echo "file://$(CURDIR)/$(BUILD)/screenshots"

manual-pictures: $(BUILD)/taizhang ## the manual's pictures, once more: layouts/assets/manual/
	sh tests/browser/npm.sh
	PICTURES='$(CURDIR)/layouts/assets/manual' ROOT='$(CURDIR)' \
		TAIZHANG='$(abspath $(BUILD)/taizhang)' \
		sh tests/flow/manual_desk.sh

install: $(BUILD)/taizhang ## install to $(DESTDIR)$(prefix)
	install -d $(DESTDIR)$(prefix)/bin
	install -m 755 $(BUILD)/taizhang $(DESTDIR)$(prefix)/bin/taizhang
	set -e; for page in $(wildcard docs/*.1); do \
		install -d $(DESTDIR)$(prefix)/share/man/man1; \
		install -m 644 $$page $(DESTDIR)$(prefix)/share/man/man1/; \
	done

packages: ## install the Debian packages that building and testing need
	rm -rf $(BUILD)/packages
	CC='$(CC)' sh tests/packages.sh build test lint

# --- tests ------------------------------------------------------------------

test: $(BUILD)/taizhang $(TESTS) ## every test; last line: N passed, N failed
	BUILD='$(BUILD)' sh tests/run.sh $(SUITES)

# Other builds are this Makefile again, in a folder of their own. The sanitized
# one serves the tests and the fuzzers, which want to see where they have been.
SANITIZED = BUILD=$(BUILD)/asan CC=$(CLANG) OPTIMIZE='-O1 -g' HARDEN= \
	LINK_HARDEN= INSTRUMENT='-fsanitize=address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer \
	-fsanitize=fuzzer-no-link'

asan: $(BUILD)/packages/fuzz ## every test with address and undefined sanitizers
	+TAIZHANG_SANITIZED=1 \
	ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 \
	$(MAKE) --no-print-directory test $(SANITIZED)

VALGRIND = valgrind -q --error-exitcode=99 --leak-check=full \
	--errors-for-leak-kinds=definite

valgrind: $(UNITS) $(CASES) | $(BUILD)/packages/valgrind ## unit tests and cases under valgrind
	BUILD='$(BUILD)' TAIZHANG_WRAP='$(VALGRIND)' sh tests/run.sh unit case

cover: $(BUILD)/packages/cover ## which lines the tests run: build/cover/index.html
	find $(BUILD)/cover -name '*.gcda' -delete 2>/dev/null; :
	+-$(MAKE) --no-print-directory test BUILD=$(BUILD)/cover CC=gcc \
		OPTIMIZE='-O0 -g' HARDEN= LINK_HARDEN= \
		INSTRUMENT='--coverage -fprofile-update=atomic'
	gcovr -r . --object-directory $(BUILD)/cover -f src/ -j 2 \
		--exclude-unreachable-branches --sort-percentage \
		--html-details $(BUILD)/cover/index.html \
		--txt $(BUILD)/cover/lines.txt --print-summary
	echo "file://$(CURDIR)/$(BUILD)/cover/index.html"

bless: $(CASES) ## rewrite what the cases expect; look at the diff
	$(CASES) --bless

bench: $(BUILD)/taizhang ## how long things take: tests/bench/*.sh
	-sh tests/packages.sh bench
	$(if $(wildcard tests/bench/*.sh),,echo 'no benchmark is there yet')
	set -e; for script in $(sort $(wildcard tests/bench/*.sh)); do \
		TAIZHANG='$(abspath $(BUILD)/taizhang)' ROOT='$(CURDIR)' \
			BUILD='$(abspath $(BUILD))' sh $$script; \
	done

# --- fuzzing ----------------------------------------------------------------

fuzz: $(BUILD)/packages/build $(BUILD)/packages/fuzz ## each fuzzer for FUZZ_SECONDS (60)
	+$(MAKE) --no-print-directory fuzzers $(SANITIZED)
	BUILD='$(BUILD)/asan' FUZZ_SECONDS='$(FUZZ_SECONDS)' \
		sh tests/fuzz/run.sh $(FUZZERS:$(BUILD)/%=%)

fuzzers: $(FUZZERS)

$(FUZZERS): $(BUILD)/%: tests/fuzz/%.c $(LIBRARY) Makefile
	$(say) fuzz $<
	$(COMPILE) -fsanitize=fuzzer -o $@ $< $(LIBRARY) $(LIBS)

# --- looking at the source --------------------------------------------------

lint: $(BUILD)/packages/lint $(BUILD)/taizhang ## layers, style, shell scripts; changes nothing
	BUILD='$(BUILD)' CC='$(CC)' CLANG_FORMAT='$(CLANG_FORMAT)' \
		CPPFLAGS='$(CPPFLAGS)' PACKAGE_CFLAGS='$(package_cflags)' \
		WARN='$(WARN)' sh tests/lint.sh

analyze: $(BUILD)/packages/build $(BUILD)/packages/analyze ## gcc -fanalyzer, clang-tidy, cppcheck
	BUILD='$(BUILD)' CPPFLAGS='$(CPPFLAGS)' WARN='$(WARN)' \
		PACKAGE_CFLAGS='$(package_cflags)' CLANG='$(CLANG)' \
		sh tests/analyze.sh

format: $(BUILD)/packages/lint ## lay out every C file by .clang-format
	$(CLANG_FORMAT) -i $(C_FILES)

clean: ## remove what was built; site/ stays
	rm -rf $(BUILD)

.PHONY: all help site screenshots manual-pictures install packages test asan valgrind cover bless bench \
	fuzz fuzzers lint analyze format clean
