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

CC	?= cc
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
LIBS	= -lsqlite3 -lutf8proc -ljansson -lcsv

SCHEMA	= $(wildcard share/schema/*.sql)
SHARED	= $(SCHEMA) $(wildcard share/query/*.sql share/filter/*.sql) \
	  share/setting.tsv
LIBSRC	= $(wildcard lib/*.c)
CMDSRC	= $(wildcard cmd/*.c)
GENSRC	= $(wildcard lib/gen/*.c)
UNITSRC	= $(wildcard tests/unit/*.c)
MAN	= $(wildcard man/*.[1-8])
GENH	= $(BUILD)/gen/phone_table.h $(BUILD)/gen/currency_table.h \
	  $(BUILD)/gen/crm_sql.h $(BUILD)/gen/crm_fields.h
LIBOBJ	= $(LIBSRC:lib/%.c=$(BUILD)/lib/%.o) $(BUILD)/lib/schema_gen.o
TOOLS	= $(CMDSRC:cmd/%.c=$(BUILD)/%)
UNITS	= $(UNITSRC:tests/unit/%.c=$(BUILD)/unit/%)

# Needed to build and run; needed as well to test and lint.
DEPS	= gcc make pkg-config libc6-dev libsqlite3-dev libcsv-dev \
	  libjansson-dev libhpdf-dev libutf8proc-dev
TESTDEPS = $(DEPS) sqlite3 bats bats-support bats-assert parallel \
	  mandoc shellcheck valgrind zsh fish bash-completion clang \
	  clang-format clang-tidy cppcheck jq git

all: $(TOOLS)

# --- generated ----------------------------------------------------------------

# Keep the recipes quiet but for what they make; V=1 shows them whole.
Q	= $(if $(V),,@)

$(BUILD)/gen/mkschema: $(GENSRC) lib/gen/mkschema.h lib/entity.h lib/kind.c \
    lib/kind.h lib/str.c lib/str.h
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -std=gnu17 -D_GNU_SOURCE -Wall -Wextra \
	    $(WERROR) -Ilib -Ilib/gen -o $@ $(GENSRC) lib/kind.c lib/str.c -lsqlite3

$(BUILD)/gen/schema_gen.c: $(BUILD)/gen/mkschema $(SHARED) share/schema/SUMS
	$(Q)cd share/schema && sha256sum --check --quiet --strict SUMS || \
	    { echo "share/schema: a released step was edited;" \
	    "write a new step instead" >&2; exit 1; }
	$(Q)$(BUILD)/gen/mkschema share $(BUILD)/gen

$(BUILD)/gen/crm_sql.h $(BUILD)/gen/crm_fields.h: $(BUILD)/gen/schema_gen.c

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
