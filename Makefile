# The words of the house; continuous integration uses the same ones.
.DEFAULT_GOAL := help
.PHONY: help setup dev run test check bench docs
PY := .venv/bin/python

help:
	@echo '试点 shidian'
	@echo '  make run     安装并启动演示：打开浏览器即可使用   set up, demonstrate, serve'
	@echo '  make setup   只安装（.venv，按锁定的版本）         set up only'
	@echo '  make test    全部测试                             every test'
	@echo '  make check   格式、类型、依赖方向、文档            lint, types, import contracts, docs'
	@echo '  make bench   性能对照                             benchmarks with peers'
	@echo '  make docs    检查并生成文档                        build and check the docs'
	@echo
	@echo '单独的测试  one test:  make test ARGS="tests/flows -k annual"'

setup:
	@./setup.sh

dev:
	@./setup.sh --dev

run: setup
	@./shidian up --demo $(ARGS)

test: dev
	@$(PY) -m pytest -n 2 --dist loadfile $(ARGS)

check: dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m pytest tests/house -m 'not prefect'

bench: dev
	@benchmarks/run $(ARGS)

docs: dev
	@$(PY) -m docs.build $(ARGS)
