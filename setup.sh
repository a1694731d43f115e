#!/bin/sh
# Makes .venv and installs exactly what the lock file says; does nothing when that is already so.
#   ./setup.sh        what running needs (requirements.lock)
#   ./setup.sh --dev  what tests and checks need besides (requirements-dev.lock)
set -eu
cd "$(dirname "$0")"
lock=requirements.lock
mark=.venv/installed-run.lock
if [ "${1:-}" = "--dev" ]; then
    lock=requirements-dev.lock
    mark=.venv/installed-dev.lock
fi

say() { printf '%s\n' "$@"; }
give_up() {
    say "$@" >&2
    exit 2
}
suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
works() { suits .venv/bin/python && cmp -s "$lock" "$mark"; }

works && exit 0

mkdir -p var
# two set-ups at once would write into each other's packages
if command -v flock >/dev/null 2>&1; then
    exec 9>var/setup.lock
    flock 9
    works && exit 0
fi

find_python() {
    for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14 python3; do
        if command -v "$name" >/dev/null 2>&1 && suits "$name"; then
            printf '%s' "$name"
            return 0
        fi
    done
    return 1
}

make_venv() {
    python=$(find_python) || give_up \
        "没有找到 Python 3.11 或更新的版本。Debian/Ubuntu：apt-get install python3；其他系统见 python.org。" \
        "已装在别处时指明：PYTHON=/路径/python3.12 make setup" \
        "Python 3.11 or newer was not found; if it is elsewhere: PYTHON=/path/python3.12 make setup"
    rm -rf .venv
    if command -v uv >/dev/null 2>&1; then
        uv venv -q --python "$python" .venv && return 0
        rm -rf .venv
    fi
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 || give_up \
        "这个 Python 缺少 venv 模块。Debian/Ubuntu：apt-get install python${version}-venv，然后重做一次。" \
        "This Python lacks the module venv: install python${version}-venv, then try again."
    "$python" -m venv .venv || give_up \
        "不能建立 .venv（上面是原因）。Debian/Ubuntu 常见的办法：apt-get install python${version}-venv。" \
        "Could not make .venv; on Debian/Ubuntu install python${version}-venv."
}

install() {
    if command -v uv >/dev/null 2>&1; then
        uv pip install -q --python .venv/bin/python --no-deps --require-hashes \
            --compile-bytecode -r "$lock" && uv pip check -q --python .venv/bin/python
        return
    fi
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip -q
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes \
        -r "$lock" && .venv/bin/python -m pip check -q --disable-pip-version-check
}

suits .venv/bin/python || make_venv
rm -f "$mark"
say "正在按 $lock 安装（第一次约一分钟）…  Installing (about a minute the first time) …"
install || give_up \
    "安装没有完成（上面是原因）。常见的是没有网络或软件源不通；排除后再做一次 make setup。" \
    "The installation did not finish; the reason is above. Then: make setup"
.venv/bin/python -m compileall -q -j 0 config states tasks flows console || true
cp "$lock" "$mark"
# the development lock holds everything that running needs
if [ "$lock" = requirements-dev.lock ]; then cp requirements.lock .venv/installed-run.lock; fi
say "安装完成。  Installed."
