# SPDX-License-Identifier: MIT
# taizhang: `make help` lists what can be made.

BUILD ?= build
CC ?= cc
PACKAGES = libgit2 yaml-0.1 libcmark sqlite3 libcrypto jansson

WARN = -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	-Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wwrite-strings -Wcast-qual -Wvla -Wformat=2 -Wundef -Wswitch-enum \
	-fno-common
OPTIMIZE ?= -O2 -g
HARDEN ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LINK_HARDEN ?= -pie -Wl,-z,relro,-z,now
CPPFLAGS += -D_GNU_SOURCE -Isrc -include src/base/banned.h
CFLAGS += $(WARN) $(OPTIMIZE) $(HARDEN) $(shell pkg-config --cflags $(PACKAGES)) -pthread
LDLIBS += $(shell pkg-config --libs $(PACKAGES)) -pthread

SOURCES := $(sort $(wildcard src/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(filter-out $(BUILD)/src/cmd/%,$(OBJECTS))

$(BUILD)/taizhang: $(OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) $(LINK_HARDEN) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d)
