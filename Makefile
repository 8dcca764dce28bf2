# `make run` reads the sample newspaper, `make test` checks everything; both fetch the OpenCC library first.

CARGO ?= cargo
PREFIX ?= $(HOME)/.local
SAMPLE_LIBRARY = target/sample/library.db

.PHONY: run test install bench clean deps build

run: build
	@mkdir -p $(dir $(SAMPLE_LIBRARY))
	@target/release/kanbao --library $(SAMPLE_LIBRARY) sample_articles

build: deps
	@$(CARGO) build --release --locked --quiet

test: deps
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) test --locked
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --document-private-items

install: build
	install -d $(PREFIX)/bin
	install -m 755 target/release/kanbao $(PREFIX)/bin/kanbao

bench: deps
	$(CARGO) bench --locked

clean:
	$(CARGO) clean
	rm -rf .deps

deps:
	@tools/fetch-opencc
