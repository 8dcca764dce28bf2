# `make run` reads the sample newspaper, `make test` checks everything. Both fetch the OpenCC library first.

CARGO ?= cargo
# The Cargo profile that is installed and packed: `release`, or `quick` for a build in a fraction of the time.
PROFILE ?= release
PROGRAM = target/$(PROFILE)/kanbao
SAMPLE_LIBRARY = target/sample/library.db

# Folders to install into. DESTDIR is put before each, for packagers.
PREFIX ?= $(HOME)/.local
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
DOCDIR ?= $(DATADIR)/doc/kanbao
BASHDIR ?= $(DATADIR)/bash-completion/completions
ZSHDIR ?= $(DATADIR)/zsh/site-functions
FISHDIR ?= $(DATADIR)/fish/vendor_completions.d

.PHONY: run build test dependencies install uninstall dist bench clean deps

run: deps
	@$(CARGO) build --profile quick --locked
	@mkdir -p $(dir $(SAMPLE_LIBRARY))
	@target/quick/kanbao --library $(SAMPLE_LIBRARY) sample_articles

build: deps
	@$(CARGO) build --profile $(PROFILE) --locked

test: deps dependencies
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) test --locked -- --skip long::
	$(CARGO) test --locked --test main long::
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --document-private-items

# Licences, sources and known faults of the crates, where cargo-deny is installed.
dependencies:
	@tools/check-dependencies

install: build
	install -d target/share
	$(PROGRAM) man > target/share/kanbao.1
	$(PROGRAM) completions bash > target/share/kanbao.bash
	$(PROGRAM) completions zsh > target/share/_kanbao
	$(PROGRAM) completions fish > target/share/kanbao.fish
	install -d "$(DESTDIR)$(BINDIR)" "$(DESTDIR)$(MANDIR)/man1" "$(DESTDIR)$(DOCDIR)"
	install -d "$(DESTDIR)$(BASHDIR)" "$(DESTDIR)$(ZSHDIR)" "$(DESTDIR)$(FISHDIR)"
	install -m 755 $(PROGRAM) "$(DESTDIR)$(BINDIR)/kanbao"
	install -m 644 target/share/kanbao.1 "$(DESTDIR)$(MANDIR)/man1/kanbao.1"
	install -m 644 target/share/kanbao.bash "$(DESTDIR)$(BASHDIR)/kanbao"
	install -m 644 target/share/_kanbao "$(DESTDIR)$(ZSHDIR)/_kanbao"
	install -m 644 target/share/kanbao.fish "$(DESTDIR)$(FISHDIR)/kanbao.fish"
	install -m 644 LICENSE-MIT LICENSE-APACHE NOTICE "$(DESTDIR)$(DOCDIR)"

uninstall:
	rm -f "$(DESTDIR)$(BINDIR)/kanbao" "$(DESTDIR)$(MANDIR)/man1/kanbao.1" "$(DESTDIR)$(BASHDIR)/kanbao"
	rm -f "$(DESTDIR)$(ZSHDIR)/_kanbao" "$(DESTDIR)$(FISHDIR)/kanbao.fish"
	rm -rf "$(DESTDIR)$(DOCDIR)"

# The archive of a release, in target/dist. Two builds of one commit with the same tools are the same to the byte.
dist: deps
	@CARGO="$(CARGO)" tools/dist $(PROFILE)

bench: deps
	$(CARGO) bench --locked

clean:
	$(CARGO) clean
	rm -rf .deps

deps:
	@tools/fetch-opencc
