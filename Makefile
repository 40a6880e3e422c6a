# PYTHON may name another interpreter, e.g. make run PYTHON=python3.12
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
BOOTSTRAP = @$(PYTHON) scripts/bootstrap.py

# Text is Arabic whatever the machine's locale says.
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run debug demo production bench test test-fast lint lighthouse messages lock screenshot clean

help: ## Show these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: export NEWSPORTAL_MODE ?= demo
run: ## Start the portal with demo content; PORT=8000
	$(BOOTSTRAP) && exec $(VENV_PYTHON) manage.py serve

debug: export NEWSPORTAL_MODE := debug
debug: ## The same with Django's debug pages
	$(BOOTSTRAP) && exec $(VENV_PYTHON) manage.py serve

demo: export NEWSPORTAL_MODE ?= demo
demo: ## Add a large archive to the demo; ARTICLES=2000 COMMENTS=20000
	$(BOOTSTRAP) && exec $(VENV_PYTHON) manage.py load_archive \
		$(if $(ARTICLES),--articles $(ARTICLES)) $(if $(COMMENTS),--comments $(COMMENTS))

production: ## Start nginx, gunicorn, PostgreSQL and Redis as in production; PORT=8080 DEMO=1
	$(BOOTSTRAP) --dev && exec $(VENV_PYTHON) -m scripts.production $(if $(DEMO),--demo)

bench: ## Measure the portal with 200,000 stories; QUICK=1 with 20,000, JSON=FILE
	$(BOOTSTRAP) --dev && exec $(VENV_PYTHON) -m bench.run \
		$(if $(QUICK),--quick) $(if $(JSON),--json $(JSON))

test: ## Run everything: lint, checks, HTML, tests on SQLite, in a browser, on PostgreSQL, in production
	$(BOOTSTRAP) --dev && exec $(VENV_PYTHON) -m scripts.test

test-fast: ## Run style and the quick tests on SQLite
	$(BOOTSTRAP) --dev && exec $(VENV_PYTHON) -m scripts.test --fast

lint: ## Check style, types and templates
	$(BOOTSTRAP) --dev && exec $(VENV_PYTHON) -m scripts.test --only lint

lighthouse: ## Measure home, section and story of the demo with Lighthouse, median of three
	$(BOOTSTRAP) --dev && exec $(VENV_PYTHON) -m scripts.lighthouse

messages: ## Bring the catalogue of interface texts up to date
	$(BOOTSTRAP) --dev && exec $(VENV_PYTHON) -m scripts.messages

lock: ## Lock the dependencies of pyproject.toml; UPGRADE=1 takes newer releases
	$(BOOTSTRAP) --dev && exec $(VENV_PYTHON) -m scripts.lock $(if $(UPGRADE),--upgrade)

screenshot: ## Take docs/screenshot.png; PAGES="/ /search/" takes pages at 360 and 1280 px
	$(BOOTSTRAP) --dev && exec $(VENV_PYTHON) -m \
		$(if $(PAGES),scripts.screenshot $(PAGES),scripts.readme_picture)

clean: ## Delete .venv, node_modules, caches; DATA=1 deletes var too: database, pictures, secret
	rm -rf .venv node_modules var/cache var/static $(if $(DATA),var)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name '*.mo' -path '*/LC_MESSAGES/*' -delete
