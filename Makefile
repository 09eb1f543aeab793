# make          builds the tool and the resident (release)
# make demo     sets everything up, and shows Debian's i386 busybox at work
# make test     sets everything up, and runs the tests
# make test-full  also all of vm-test, 200 runs in a row of threads, signals and processes, and the long forms of the real programs
# make vm-test  runs everything again on kernels without 32-bit support, in virtual machines (VM_OPTIONS=--short: less)
# make bench    the same i386 programs by the kernel, under Dragoman and under qemu-i386
# make install PREFIX=/usr/local

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

release := .build/release
sources := Package.swift Sources Tests Benchmarks

.PHONY: build demo test test-full vm-test bench install uninstall format lint clean dependencies

build:
	$(SWIFT) build --configuration release

dependencies:
	@Scripts/install-dependencies

demo: dependencies build
	@Scripts/demo

test: dependencies build
	@SWIFT="$(SWIFT)" Scripts/test

test-full: dependencies build
	@SWIFT="$(SWIFT)" Scripts/test --full

vm-test: dependencies build
	@Scripts/install-dependencies --vm
	@Scripts/vm-test $(VM_OPTIONS)

bench:
	@Scripts/install-dependencies --bench
	$(SWIFT) build --configuration release
	@$(release)/dragoman-bench $(BENCH_OPTIONS)

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/libexec/dragoman"
	install -m 755 $(release)/dragoman "$(DESTDIR)$(PREFIX)/bin/dragoman"
	install -m 755 $(release)/dragoman-resident "$(DESTDIR)$(PREFIX)/libexec/dragoman/dragoman-resident"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/dragoman" "$(DESTDIR)$(PREFIX)/libexec/dragoman/dragoman-resident"
	-rmdir "$(DESTDIR)$(PREFIX)/libexec/dragoman"

format:
	$(SWIFT) format --in-place --recursive $(sources)

lint:
	$(SWIFT) format lint --strict --recursive $(sources)

clean:
	rm -rf .build .cache/guests .cache/tests
