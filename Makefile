# Keyperch. On a fresh machine: `make run` to try it, `make test` to test it. Both install what is missing first.

DESKTOP := tests/e2e/desktop/desktop.py
SHARDS := tests/e2e/desktop/shards.py
TARGET := $(or $(CARGO_TARGET_DIR),target)
CARGO := cargo
.DEFAULT_GOAL := run
RUNS ?= 20
# How many throw-away desktops the tests of the real window are dealt out to: they wait more than they work.
DESKTOPS ?= 3
ROTATIONS ?= 10000
# Some faults need a disk of their own: a view of the mounts that nobody else shares.
OWN_MOUNTS := unshare --mount $(if $(filter 0,$(shell id -u)),,--map-root-user --map-auto)
# A Wayland desktop is no thing for root.
NOT_ROOT := $(if $(filter 0,$(shell id -u)),unshare --user --map-user=1000 --map-group=1000)
# What the window is built of; it is built anew only when that has changed.
UI_SOURCES := $(wildcard ui/*.html ui/*.json ui/*.ts) $(shell find ui/src src-tauri/core/refusals -type f)
.PHONY: run test headless release check journey journey-admin journey-consultant journey-wayland screens window core app practice-org keychain callbacks metadata recipes refusals proxy faults soak bench bench-list ui-test ui wire needs icons check-windows help

run: needs ui ## tries Keyperch against the practice org: on your screen, or without one as `make journey`
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  $(CARGO) build --locked -p keyperch -p practice-org && \
	  $(DESKTOP) --same-display tests/e2e/desktop/try.py $(TARGET)/debug/keyperch $(TARGET)/debug/practice-org; \
	else $(MAKE) --no-print-directory journey; fi

test: needs check ui ## runs every test
	@# What needs no window mostly waits: meanwhile the release build, whose window is tested after it, is made.
	@$(MAKE) --no-print-directory -j2 --output-sync=target release headless
	@$(MAKE) --no-print-directory window
	@$(MAKE) --no-print-directory journey
	@$(MAKE) --no-print-directory journey-admin
	@$(MAKE) --no-print-directory journey-consultant
	@$(MAKE) --no-print-directory journey-wayland
	@$(MAKE) --no-print-directory faults RUNS=1
	@$(MAKE) --no-print-directory soak ROTATIONS=300
	@echo "test: all passed"

headless:
	@$(MAKE) --no-print-directory -j1 core wire app practice-org callbacks refusals recipes metadata proxy ui-test keychain

release: needs ui ## the program as it ships
	$(CARGO) build --locked --release -p keyperch

check: needs ui ## formatting, lints and types, of Rust and of the window
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	cd ui && npm run --silent check
	@$(MAKE) --no-print-directory check-windows

journey: release ## walks the main journey through the real window of the release build; pictures in target/journey
	$(CARGO) build --locked -p keyperch-e2e -p practice-org
	$(DESKTOP) --keep $(TARGET)/journey/log $(TARGET)/debug/journey $(TARGET)/release/keyperch $(TARGET)/debug/practice-org $(TARGET)/journey

journey-admin: release ## an admin who knows no OAuth makes a working app, beside Setup in the browser; her actions are counted
	$(CARGO) build --locked -p keyperch-e2e -p practice-org
	$(DESKTOP) --keep $(TARGET)/journey-admin/log $(TARGET)/debug/journey_admin $(TARGET)/release/keyperch $(TARGET)/debug/practice-org $(TARGET)/journey-admin

journey-consultant: release ## the tokens of five orgs into another program: at most 26 keys and 30 seconds, counted and printed
	$(CARGO) build --locked -p keyperch-e2e -p practice-org
	$(DESKTOP) --keep $(TARGET)/journey-consultant/log $(TARGET)/debug/journey_consultant $(TARGET)/release/keyperch $(TARGET)/debug/practice-org $(TARGET)/journey-consultant

journey-wayland: release ## the same tokens under Wayland: by the desktop's own keys, and with its notifications
	$(CARGO) build --locked -p keyperch-e2e -p practice-org
	$(NOT_ROOT) $(DESKTOP) --wayland --keep $(TARGET)/journey-wayland/log $(TARGET)/debug/journey_wayland $(TARGET)/release/keyperch $(TARGET)/debug/practice-org $(TARGET)/journey-wayland

screens: release ## pictures of every screen and state, on one page: target/screens/index.html
	$(CARGO) build --locked -p keyperch-e2e -p practice-org
	$(DESKTOP) --keep $(TARGET)/screens/log $(TARGET)/debug/screens $(TARGET)/release/keyperch $(TARGET)/debug/practice-org $(TARGET)/screens

window: release ## the real window, driven: every way to sign in, failures, keyboard, accessibility, leaks
	$(CARGO) build --locked -p practice-org
	$(CARGO) test --locked -p keyperch-e2e --lib
	$(CARGO) test --locked -p keyperch-e2e --test window --no-run
	$(SHARDS) $(DESKTOPS) $(TARGET)/window/log $(CARGO) test --quiet --locked -p keyperch-e2e --test window --

core: ## the core, headless: rules, journeys against the practice org, the walls
	$(CARGO) test --locked -p keyperch-core

app: needs ui ## commands, capabilities and configuration, on the mock runtime
	$(CARGO) test --locked -p keyperch

practice-org: ## that the practice org refuses what Salesforce refuses
	$(CARGO) test --locked -p practice-org

keychain: needs ## the keychain edge on a real Secret Service: locked, frozen, restarted
	$(CARGO) test --locked -p keyperch-core --test keychain --no-run
	$(DESKTOP) $(CARGO) test --locked -p keyperch-core --test keychain -- --test-threads=1

refusals: ## every refusal that is known, caused by a switch of the practice org or replayed, and where it leads
	$(CARGO) build --locked -p keyperch-refusals
	$(CARGO) test --locked -p keyperch-refusals
	$(TARGET)/debug/refusals

metadata: ## the recipes' metadata, held against the library by which the Salesforce CLI goes
	cd tests/metadata && { [ node_modules -nt package-lock.json ] || npm ci --silent --no-audit --no-fund; }
	rm -rf $(abspath $(TARGET))/metadata
	$(CARGO) test --locked -p keyperch-core --test metadata -- $(abspath $(TARGET))/metadata
	cd tests/metadata && node_modules/.bin/node check.mjs $(abspath $(TARGET))/metadata

recipes: ## every way of every recipe, followed in Setup and made by a deployment, to a token and a request with it
	$(CARGO) build --locked -p keyperch-recipes
	$(CARGO) test --locked -p keyperch-recipes
	$(TARGET)/debug/recipes

callbacks: ## 80 wrong callbacks to the listener, a good one after each; 1,000 starts and stops
	$(CARGO) build --locked -p keyperch-callbacks
	$(CARGO) test --locked -p keyperch-callbacks
	$(TARGET)/debug/callbacks

proxy: needs ## behind a real proxy (Squid): with user and password, and with a certificate authority of its own
	$(CARGO) test --locked -p keyperch-core --test proxy

faults: needs ## every fault that this system can produce, then every kill point RUNS times (20)
	$(CARGO) build --locked -p keyperch-faults
	$(CARGO) test --locked -p keyperch-faults
	$(DESKTOP) $(OWN_MOUNTS) $(TARGET)/debug/faults --runs $(RUNS)

soak: needs ## ROTATIONS (10000) rotations with faults and kills, 8 processes with 50 grants, and a naive client to catch
	$(CARGO) build --locked -p keyperch-faults
	$(DESKTOP) $(TARGET)/debug/soak --rotations $(ROTATIONS)

bench: needs ## how long a new refresh token is on its way into the keychain, against the bare write of one item
	$(CARGO) build --locked --release -p keyperch-faults --bin local_part
	$(DESKTOP) $(TARGET)/release/local_part

bench-list: release ## how a list of 10,000 orgs in 200 clients feels, against one of ten: keystrokes, scrolling, start
	$(CARGO) build --locked -p keyperch-e2e
	$(DESKTOP) $(TARGET)/debug/bench_list $(TARGET)/release/keyperch

ui-test: needs ## the views and their state, in jsdom
	cd ui && npm test --silent

ui: ui/dist/index.html ## builds the window into ui/dist

ui/dist/index.html: $(UI_SOURCES) | needs
	cd ui && npm run --silent build -- --logLevel warn

wire: core ## that the window's types are those of the core
	git diff --exit-code -- ui/src/wire
	@test -z "$$(git status --porcelain -- ui/src/wire)" || { git status --short -- ui/src/wire; exit 1; }

check-windows: ## type-checks for Windows, where its target and compiler are installed
	@if rustup target list --installed 2>/dev/null | grep -q x86_64-pc-windows-gnu && command -v x86_64-w64-mingw32-gcc >/dev/null; then \
	  $(CARGO) clippy --locked -p keyperch-core -p keyperch --target x86_64-pc-windows-gnu -- -D warnings; \
	else echo "check-windows: skipped (needs: rustup target add x86_64-pc-windows-gnu; apt install gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64)"; fi

needs: ## installs what is missing
	@tests/needs.sh

icons: ## draws the icons anew from icons/keyperch.svg
	npx --yes @tauri-apps/cli@2 icon icons/keyperch.svg -o $(TARGET)/icons
	cd $(TARGET)/icons && cp 32x32.png 128x128.png 128x128@2x.png icon.png icon.ico icon.icns $(CURDIR)/icons
	npx --yes @tauri-apps/cli@2 icon icons/keyperch.svg -p 16 -o icons

help: ## says what each target does
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 15
