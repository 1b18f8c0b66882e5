# Sourced by ./run and ./test from the tree's top: what the machine must have, and the virtualenv.
# POSIX sh. What is looked for are capabilities, not package names: a library that loads, a font file, a program.

# stop MESSAGE: one line, and out.
stop() {
    echo "$1" >&2
    exit 1
}

# step COMMAND…: run it so that a signal to this script reaches it at once; a shell waits for a foreground command
# before it looks at its traps.
step() {
    "$@" &
    child=$!
    code=0
    wait "$child" || code=$?
    # A trapped signal ends "wait" early, with the command still ending.
    while kill -0 "$child" 2>/dev/null; do
        code=0
        wait "$child" || code=$?
    done
    child=
    [ -z "$stopping" ] || exit "$stopping"
    return "$code"
}

on_signal() {
    stopping=$1
    [ -z "$child" ] || kill -TERM "$child" 2>/dev/null || :
    [ -n "$child" ] || exit "$stopping"
}

child=
stopping=
trap 'on_signal 129' HUP
trap 'on_signal 130' INT
trap 'on_signal 143' TERM

has_program() { command -v "$1" >/dev/null 2>&1; }
has_library() { python3 -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }
has_venv() { python3 -c 'import ensurepip, venv' 2>/dev/null; }
has_font() {
    find -L /usr/share/fonts /usr/local/share/fonts "${HOME:-/nowhere}/.fonts" "${HOME:-/nowhere}/.local/share/fonts" \
        -name 'LiberationSerif-Regular.*' 2>/dev/null | grep -q .
}
# Newest PostgreSQL's folder of programs, or nothing. Debian keeps them out of PATH.
postgres_bin() {
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn); do
        if [ -x "$folder/initdb" ]; then
            echo "$folder"
            return
        fi
    done
    if has_program initdb && has_program postgres; then dirname "$(command -v initdb)"; fi
}

# missing_packages run|test: Debian's names of what is not there.
missing_packages() {
    has_venv || echo python3-venv
    [ -n "${REDIS_URL:-}" ] && [ "$1" = run ] || has_program redis-server || echo redis-server
    has_library libpango-1.0.so.0 || echo libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
    has_font || echo fonts-liberation2
    if [ "$1" = test ]; then
        # Without a window's own pages: a third of the whole browser's work.
        has_program chromium-headless-shell || echo chromium-headless-shell
        [ -n "$(postgres_bin)" ] || echo postgresql
        has_program pdftotext && has_program pdftoppm || echo poppler-utils
        has_program qpdf || echo qpdf
    fi
}

# need_system run|test: install what is missing, as root or with a sudo that asks nothing; otherwise say what to type.
need_system() {
    has_program python3 || stop "Thiếu Python. Gõ: sudo apt-get install -y python3 python3-venv"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop "Cần Python 3.11 trở lên (python3 --version)."
    missing=$(missing_packages "$1" | tr '\n' ' ')
    missing=${missing% }
    [ -n "$missing" ] || return 0
    line="sudo apt-get install -y --no-install-recommends $missing"
    if ! has_program apt-get; then
        stop "Thiếu (tên gói của Debian): $missing"
    elif [ "$(id -u)" = 0 ]; then
        sudo=
    elif has_program sudo && sudo -n true 2>/dev/null; then
        sudo="sudo -n"
    else
        stop "Thiếu phần mềm hệ thống. Gõ: $line"
    fi
    echo "Cài phần mềm hệ thống: $missing"
    # Not a step: an apt-get ended halfway leaves the machine's packages unconfigured.
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq || :
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        stop "Không cài được. Gõ: $line"
    missing=$(missing_packages "$1" | tr '\n' ' ')
    [ -z "$missing" ] || stop "Đã cài nhưng vẫn thiếu: $missing"
}

# need_packages FILE…: .venv holds what the locks say. Stamped, so that a second start does not ask pip again.
need_packages() {
    lock_hash=$(cat "$@" | sha256sum | cut -d' ' -f1)
    installed=.venv/.installed
    [ $# = 1 ] || installed=.venv/.installed-dev
    if .venv/bin/python -c '' 2>/dev/null && [ "$(cat $installed 2>/dev/null)" = "$lock_hash" ]; then
        return 0
    fi
    # A virtualenv that was copied or whose Python went away is made anew.
    .venv/bin/python -m pip --version >/dev/null 2>&1 || step python3 -m venv --clear .venv ||
        stop "Không tạo được .venv trong $(pwd)"
    echo "Cài thư viện Python vào .venv (một hai phút)"
    locks=
    for lock in "$@"; do locks="$locks -r $lock"; done
    step .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes $locks ||
        stop "Không cài được thư viện Python. Kiểm tra mạng rồi gõ lại lệnh này."
    # Written last: an installation that was interrupted is not taken for a finished one.
    echo "$lock_hash" >$installed
}
