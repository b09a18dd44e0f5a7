# Bailiwick. `make help` lists what there is.

.PHONY: help run dev build test soak lint bench budgets screenshots

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

run: ## build and serve a demo on http://localhost:3000
	@scripts/build quick
	@exec target/quick/bailiwick serve --demo

dev: ## serve a demo and rebuild on every change
	@scripts/setup build
	@. scripts/env && cargo leptos watch --split --project bailiwick -- serve --demo

build: ## leave one file, target/release/bailiwick
	@scripts/build release
	@ls -lh target/release/bailiwick

test: ## install what tests need and run them all
	@scripts/test

soak: ## try a million more sequences of writes against the guards (GUARD_SEQUENCES, GUARD_SEED)
	@. scripts/env && GUARD_SEED=$${GUARD_SEED:-$$(date +%s%N)} GUARD_SEQUENCES=$${GUARD_SEQUENCES:-1000000} \
		cargo test --release -p authz --test guard -- --nocapture nobody_escalates

lint: ## format, clippy, sizes and the directions between rooms
	@scripts/lint

bench: ## print the budgets and the comparison with other engines
	@scripts/bench

budgets: ## print what the console costs a browser, each figure with PASS or FAIL
	@scripts/budgets

screenshots: ## render every screen into docs/screenshots
	@scripts/screenshots
