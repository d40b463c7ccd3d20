# Sourced by scripts/glidecheck and scripts/test, with $root and $lock set: leaves $python, the interpreter of .venv with $lock installed.
# The stamp is a copy of the lock, so that a changed lock is installed again; everything else is for scripts/environment.py.
python=$root/.venv/bin/python
if ! { [ -x "$python" ] && cmp -s "$root/$lock" "$root/.venv/$lock"; }; then
    needs='import sys, venv, ensurepip'
    if command -v uv >/dev/null 2>&1; then needs='import sys'; fi # uv brings its own venv and installer
    base=
    for candidate in python3.13 python3.12 python3.11 python3.14 python3; do
        if "$candidate" -c "$needs; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))" 2>/dev/null; then
            base=$candidate
            break
        fi
    done
    if [ -z "$base" ]; then
        echo "glidecheck: needs Python 3.11 to 3.14 with venv and pip, and finds none on the PATH" \
            "(Debian: apt install python3-venv; macOS: brew install python)" >&2
        exit 5
    fi
    "$base" -P "$root/scripts/environment.py" "$lock" || exit
fi
