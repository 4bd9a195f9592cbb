# crm: a suite of commands that keeps the clients of a service business.
#
#	make deps demo	install what is needed, build, try it on the example
#	make deps check	install what is needed, run the tests
#	make help	everything else
#
# CFLAGS, LDFLAGS, PREFIX, DESTDIR and BUILD may be given from outside.

VERSION	= 0.1.0
BUILD	?= build
PREFIX	?= /usr/local
BINDIR	= $(DESTDIR)$(PREFIX)/bin
SHAREDIR = $(DESTDIR)$(PREFIX)/share/crm
MANDIR	= $(DESTDIR)$(PREFIX)/share/man
BASHDIR	= $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSHDIR	= $(DESTDIR)$(PREFIX)/share/zsh/site-functions
FISHDIR	= $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
UNITDIR	= $(DESTDIR)$(PREFIX)/lib/systemd/user

ifeq ($(origin CC),default)
CC	= cc
endif
# Tools of the build run here and now: they never take flags meant for the
# suite (sanitizers, another target).
HOSTCC	?= cc
HOSTCFLAGS = -O1 -g
CFLAGS	?= -O2 -g
WARN	= -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes \
	  -Wmissing-prototypes -Wconversion -Wno-sign-conversion \
	  -Wwrite-strings -Wvla -Wformat=2
HARDEN	= -fstack-protector-strong -fPIE -D_FORTIFY_SOURCE=2 \
	  -fstack-clash-protection -fcf-protection
HARDEN_LD = -pie -Wl,-z,relro,-z,now,-z,noexecstack
OWN	= -std=gnu17 -D_GNU_SOURCE -DCRM_VERSION='"$(VERSION)"' \
	  -DCRM_SHARE='"$(PREFIX)/share/crm"' -Ilib -I$(BUILD)/gen
ALL_CFLAGS = $(HARDEN) $(OWN) $(WARN) $(WERROR) $(CFLAGS)
ALL_LDFLAGS = $(HARDEN_LD) -Wl,--as-needed $(LDFLAGS)
# A script pays for every start: a quarter of it would be the work of the
# dynamic linker. LINK=shared is for those who rather have what Debian mends in
# a library without building again.
LINK	?= static
LIBS_static = -Wl,-Bstatic -lsqlite3 -lutf8proc -ljansson -lcsv -lfribidi \
	  -Wl,-Bdynamic -lm
LIBS_shared = -lsqlite3 -lutf8proc -ljansson -lcsv -lfribidi -lm
# What makes no document, or reads no workbook, does not load these: --as-needed
# leaves them out, as the archive leaves out the objects that call them.
LIBS	= $(LIBS_$(LINK)) -lhpdf -lfontconfig -lzip -lexpat -luchardet \
	  -lxlsxwriter

SCHEMA	= $(wildcard share/schema/*.sql)
SHARED	= $(SCHEMA) $(wildcard share/query/*.sql share/query/*.part share/filter/*.sql) \
	  share/setting.tsv
LIBSRC	= $(wildcard lib/*.c)
CMDSRC	= $(wildcard cmd/*.c)
GENSRC	= $(wildcard lib/gen/*.c)
UNITSRC	= $(wildcard tests/unit/*.c)
MAN	= $(wildcard man/*.[1-8])
GENH	= $(BUILD)/gen/phone_table.h $(BUILD)/gen/currency_table.h \
	  $(BUILD)/gen/country_table.h \
	  $(BUILD)/gen/nickname_table.h $(BUILD)/gen/freemail_table.h \
	  $(BUILD)/gen/preset_table.h $(BUILD)/gen/usual_table.h \
	  $(BUILD)/gen/match_weight_table.h \
	  $(BUILD)/gen/crm_sql.h $(BUILD)/gen/crm_fields.h
LIBOBJ	= $(LIBSRC:lib/%.c=$(BUILD)/lib/%.o) $(BUILD)/lib/schema_gen.o
TOOLS	= $(CMDSRC:cmd/%.c=$(BUILD)/%)
TIMERS	= $(wildcard share/systemd/*)
UNITS	= $(UNITSRC:tests/unit/%.c=$(BUILD)/unit/%)

# Needed to build and run; needed as well to test and lint.
DEPS	= gcc make pkg-config libc6-dev libsqlite3-dev libcsv-dev \
	  libjansson-dev libutf8proc-dev libhpdf-dev libfribidi-dev \
	  libfontconfig-dev fonts-dejavu-core libzip-dev libexpat1-dev \
	  libuchardet-dev libxlsxwriter-dev
TESTDEPS = $(DEPS) sqlite3 bats bats-support bats-assert parallel \
	  mandoc shellcheck valgrind zsh fish bash-completion clang \
	  clang-format clang-tidy cppcheck jq git \
	  poppler-utils qpdf unzip fonts-wqy-microhei chromium

all: $(TOOLS)

# --- generated ----------------------------------------------------------------

# Keep the recipes quiet but for what they make; V=1 shows them whole.
Q	= $(if $(V),,@)

$(BUILD)/gen/mkschema: $(GENSRC) lib/gen/mkschema.h lib/entity.h lib/kind.c \
    lib/kind.h lib/act_table.h lib/derive_table.h lib/str.c lib/str.h
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -std=gnu17 -D_GNU_SOURCE -Wall -Wextra \
	    $(WERROR) -Ilib -Ilib/gen -o $@ $(GENSRC) lib/kind.c lib/str.c -lsqlite3

# One run writes all three; make is to know that, or it takes old ones for new.
$(BUILD)/gen/schema_gen.c $(BUILD)/gen/crm_sql.h $(BUILD)/gen/crm_fields.h &: \
    $(BUILD)/gen/mkschema $(SHARED) share/schema/SUMS
	$(Q)cd share/schema && sha256sum --check --quiet --strict SUMS || \
	    { echo "share/schema: a released step was edited;" \
	    "write a new step instead" >&2; exit 1; }
	$(Q)$(BUILD)/gen/mkschema share $(BUILD)/gen

$(BUILD)/gen/preset_table.h: $(wildcard share/preset/*.map) lib/gen/preset.awk
$(BUILD)/gen/usual_table.h: $(wildcard share/usual/*.map) lib/gen/preset.awk
$(BUILD)/gen/preset_table.h $(BUILD)/gen/usual_table.h:
	@mkdir -p $(@D)
	$(Q)awk -v table=$(basename $(@F)) -f lib/gen/preset.awk \
	    $(sort $(filter %.map,$^)) >$@.new && mv $@.new $@

$(BUILD)/gen/%_table.h: share/%.tsv lib/gen/table.awk
	@mkdir -p $(@D)
	$(Q)awk -v table=$* -f lib/gen/table.awk $< >$@.new && mv $@.new $@

# --- objects and programs ------------------------------------------------------

$(BUILD)/lib/%.o: lib/%.c $(GENH)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/lib/schema_gen.o: $(BUILD)/gen/schema_gen.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libcrm.a: $(LIBOBJ)
	$(Q)rm -f $@ && ar rcs $@ $(LIBOBJ)

$(BUILD)/cmd/%.o: cmd/%.c $(GENH)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(TOOLS): $(BUILD)/%: $(BUILD)/cmd/%.o $(BUILD)/libcrm.a
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(BUILD)/libcrm.a $(LIBS)

$(BUILD)/unit/%: tests/unit/%.c tests/unit/unit.h $(BUILD)/libcrm.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -Itests/unit -o $@ $< \
	    $(BUILD)/libcrm.a $(LIBS)

-include $(wildcard $(BUILD)/lib/*.d $(BUILD)/cmd/*.d)
.SECONDARY:
.DELETE_ON_ERROR:

.PHONY: all

# --- tests -------------------------------------------------------------------------

# WERROR=-Werror makes warnings errors, as CI does.
check: all $(UNITS) $(BUILD)/gen-clients
	$(Q)BUILD="$(abspath $(BUILD))" tests/run.sh $(T)

# The same under AddressSanitizer and UndefinedBehaviorSanitizer.
SANITIZE = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	   -fno-sanitize-recover=all
check-asan:
	$(Q)ASAN_OPTIONS=detect_leaks=1 LSAN_OPTIONS=suppressions=$(abspath \
	    tests/lsan.supp):print_suppressions=0 $(MAKE) BUILD=$(BUILD)/asan \
	    CFLAGS="$(SANITIZE) -U_FORTIFY_SOURCE" \
	    LDFLAGS="-fsanitize=address,undefined" HARDEN=-fPIE check

# A sample under valgrind: the main job, every command once.
check-valgrind: all
	$(Q)BUILD="$(abspath $(BUILD))" tests/valgrind.sh

$(BUILD)/gen-clients: $(wildcard tests/bench/*.c tests/bench/*.h)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu17 -O2 -D_GNU_SOURCE -Wall -Wextra $(WERROR) \
	    -o $@ tests/bench/gen.c

torture: all $(BUILD)/gen-clients
	$(Q)BUILD="$(abspath $(BUILD))" tests/torture/run.sh
	$(Q)BUILD="$(abspath $(BUILD))" tests/torture/power.sh
	$(Q)BUILD="$(abspath $(BUILD))" MERGES=1000 tests/run.sh tests/merge.bats

# Each fuzzer for so many minutes; ONLY="csv xlsx" for some of them. The archive
# is built with coverage and sanitizers for it.
MINUTES	?= 1
FUZZSRC	= $(wildcard tests/fuzz/*.c)
FUZZERS	= $(FUZZSRC:tests/fuzz/%.c=$(BUILD)/fuzz/fuzz-%)
FUZZFLAGS = -O1 -g -fno-omit-frame-pointer \
	   -fsanitize=fuzzer-no-link,address,undefined \
	   -fno-sanitize-recover=all -U_FORTIFY_SOURCE
fuzz:
	$(Q)$(MAKE) BUILD=$(BUILD)/fuzzing CC=clang HARDEN=-fPIE \
	    CFLAGS="$(FUZZFLAGS)" LDFLAGS=-fsanitize=address,undefined fuzzers
	$(Q)BUILD="$(abspath $(BUILD))/fuzzing" MINUTES=$(MINUTES) \
	    ONLY="$(ONLY)" tests/fuzz/run.sh

fuzzers: $(FUZZERS)

$(BUILD)/fuzz/fuzz-%: tests/fuzz/%.c $(wildcard tests/fuzz/*.h) $(BUILD)/libcrm.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $< \
	    $(BUILD)/libcrm.a $(LIBS)

N	?= 1000000
bench: all $(BUILD)/gen-clients
	$(Q)BUILD="$(abspath $(BUILD))" N=$(N) tests/bench/run.sh

# --- the look of the code ------------------------------------------------------------

CSRC	= $(CMDSRC) $(LIBSRC) $(GENSRC) $(UNITSRC) $(wildcard lib/*.h \
	  lib/gen/*.h tests/unit/*.h tests/bench/*.[ch] tests/torture/*.[ch] \
	  tests/fuzz/*.[ch])
SHSRC	= $(wildcard tests/*.sh tests/bench/*.sh tests/bench/series/*.sh tests/torture/*.sh tests/fuzz/*.sh \
	  lib/gen/*.sh) \
	  .ci/run

lint: $(GENH)
	$(Q)clang-format --dry-run --Werror $(CSRC)
	$(Q)lib/gen/layers.sh
	$(Q)shellcheck $(SHSRC)
	$(Q)shellcheck --shell=bats tests/*.bats
	$(Q)shellcheck --shell=bash tests/helper.bash completions/crm.bash
	$(Q)mandoc -Tlint -Wwarning $(MAN)
	$(Q)cppcheck --quiet --std=c11 --enable=warning,performance,portability \
	    --inline-suppr --suppress=missingIncludeSystem \
	    --suppress=nullPointerRedundantCheck --error-exitcode=1 \
	    -j2 -Ilib -I$(BUILD)/gen $(CMDSRC) $(LIBSRC)

fmt:
	$(Q)clang-format -i $(CSRC)

# --- a new record type -----------------------------------------------------------------

new:
	$(Q)lib/gen/new.sh "$(NAME)"

# Freeze the steps that a release contains: from then on they never change.
sums:
	$(Q)cd share/schema && sha256sum [0-9]*.sql >SUMS

# --- setting up ------------------------------------------------------------------------

SUDO	= $(if $(filter 0,$(shell id -u)),,sudo)
deps:
	$(Q)$(SUDO) apt-get update -qq
	$(Q)$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	    --no-install-recommends $(TESTDEPS) >/dev/null

# The main job on the shipped example, in a folder of its own.
demo: all
	$(Q)BUILD="$(abspath $(BUILD))" share/example/demo.sh

install: all
	install -d $(BINDIR) $(SHAREDIR)/example $(SHAREDIR)/cron $(UNITDIR) \
	    $(MANDIR)/man1 $(MANDIR)/man5 $(MANDIR)/man7 $(BASHDIR) $(ZSHDIR) \
	    $(FISHDIR)
	install -m 755 $(TOOLS) $(BINDIR)
	install -m 644 share/example/*.csv $(SHAREDIR)/example
	sed 's|/usr/local|$(PREFIX)|g' share/cron/crm.cron >$(SHAREDIR)/cron/crm.cron
	for unit in $(TIMERS); do sed 's|/usr/local|$(PREFIX)|g' $$unit \
	    >$(UNITDIR)/$${unit##*/} || exit 1; done
	chmod 644 $(SHAREDIR)/cron/crm.cron $(addprefix $(UNITDIR)/,$(notdir \
	    $(TIMERS)))
	for section in 1 5 7; do install -m 644 man/*.$$section \
	    $(MANDIR)/man$$section || exit 1; done
	install -m 644 completions/_crm $(ZSHDIR)/_crm
	for tool in $(notdir $(TOOLS)); do \
	    install -m 644 completions/crm.bash $(BASHDIR)/$$tool && \
	    install -m 644 completions/crm.fish $(FISHDIR)/$$tool.fish || \
	    exit 1; done

uninstall:
	for tool in $(notdir $(TOOLS)); do rm -f $(BINDIR)/$$tool \
	    $(BASHDIR)/$$tool $(FISHDIR)/$$tool.fish; done
	for page in $(notdir $(MAN)); do \
	    rm -f $(MANDIR)/man$${page##*.}/$$page; done
	rm -f $(ZSHDIR)/_crm $(addprefix $(UNITDIR)/,$(notdir $(TIMERS)))
	rm -rf $(SHAREDIR)

dist:
	git archive --prefix=crm-$(VERSION)/ -o crm-$(VERSION).tar.gz HEAD

clean:
	rm -rf $(BUILD)

help:
	@echo "make            build everything into $(BUILD)/"
	@echo "make deps       install what is needed (Debian)"
	@echo "make demo       the main job on the shipped example"
	@echo "make check      the tests; T=tests/crm-client.bats for one file"
	@echo "make check-asan check-valgrind torture bench lint fmt"
	@echo "make fuzz MINUTES=10     the readers, with input made up"
	@echo "make new NAME=voucher    the four files of a new record type"
	@echo "make install uninstall   PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)"
	@echo "make dist clean sums"

.PHONY: check check-asan check-valgrind torture fuzz fuzzers bench lint fmt new sums deps \
	demo install uninstall dist clean help
