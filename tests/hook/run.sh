#!/usr/bin/env bash
# Tries the hook for pre-commit as its users get it: builds the Python package, installs it where nothing else is,
# and drives pre-commit itself in a repository made for it.
#
#   tests/hook/run.sh <folder for environments, kept from one run to the next>
#
# Exits with 0 and says so where there is no Python with venv, or no package index.
set -euo pipefail
cd "$(dirname "$0")/../.."
project=$PWD
mkdir -p -- "${1:?a folder to work in}"
work=$(cd -- "$1" && pwd)

skip() {
    echo "skipped: $1"
    exit 0
}
fail() {
    echo "FAILED: $1" >&2
    [[ ! -f "$work/said" ]] || sed 's/^/    /' "$work/said" >&2
    exit 1
}
said() { grep --quiet --fixed-strings -- "$1" "$work/said" || fail "nothing is said of: $1"; }
silent() { ! grep --quiet --fixed-strings -- "$1" "$work/said" || fail "something is said of: $1"; }

# Nothing of the user's counts, and nothing is left at home.
export PRE_COMMIT_HOME="$work/pre-commit" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@example.com GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@example.com
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE PRE_COMMIT SKIP
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_QUIET=1

python3 -m venv "$work/tools" || skip "there is no Python with venv"
"$work/tools/bin/pip" install pre-commit 'maturin>=1.9,<2' || skip "there is no package index"

# What servers read is YAML; nothing else in the project reads it.
"$work/tools/bin/python" - action.yml ci/gitlab.yml .pre-commit-hooks.yaml .github/workflows/*.yml >"$work/said" 2>&1 <<'PYTHON' || fail "a file is no YAML"
import sys, yaml
for name in sys.argv[1:]:
    with open(name) as file:
        assert isinstance(yaml.safe_load(file), (dict, list)), name
PYTHON

# As pip would build it, but with the profile and in the folder of the tests, where most of it is there already.
rm -rf -- "$work/wheels" "$work/installed" "$work/repository"
"$work/tools/bin/maturin" build --quiet --profile dev --locked --out "$work/wheels" >"$work/said" 2>&1 ||
    fail "the package cannot be built"
python3 -m venv "$work/installed"
"$work/installed/bin/pip" install --no-index "$work/wheels"/*.whl
"$work/installed/bin/catchall" --version >"$work/said"
said "catchall $(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"
echo "the package says: $(cat "$work/said")"

# The hook as it is published, but of the package that is installed already instead of one that is built again.
repository=$work/repository
git init --quiet "$repository"
cd -- "$repository"
{
    echo 'repos: [{repo: local, hooks: ['
    "$work/tools/bin/python" - "$project/.pre-commit-hooks.yaml" <<'PYTHON'
import json, sys, yaml
hook, = (hook for hook in yaml.safe_load(open(sys.argv[1])) if hook["id"] == "catchall")
print(json.dumps(hook | {"language": "system"}))
PYTHON
    echo ']}]'
} >.pre-commit-config.yaml
export PATH="$work/installed/bin:$PATH"
"$work/tools/bin/pre-commit" validate-manifest "$project/.pre-commit-hooks.yaml"
"$work/tools/bin/pre-commit" install >/dev/null

rule() {
    cat <<JSON
[{"type": "SIGN_ON", "id": "0pr$1", "name": "$1", "status": "ACTIVE",
  "conditions": {"network": {"connection": "$2"}}, "actions": {"signon": {"access": "DENY"}}}]
JSON
}
# Commits what the arguments name, and keeps what is said.
commit() { git add -- "$@" && git commit --message x >"$work/said" 2>&1; }

rule first ZONE >first.json
commit first.json && fail "a commit with a mistake passes in a repository without a commit"
said "error[zone-without-list]"
said "first.json:2:"

git rm --quiet --cached first.json
git commit --quiet --no-verify --allow-empty --message x
git add first.json .pre-commit-config.yaml
git commit --quiet --no-verify --message x

rule second ANYWHERE >second.json
commit second.json || fail "a commit without a mistake is refused, for one that was there before it"
said "Passed"

echo '{"compilerOptions": {}}' >tsconfig.json
commit tsconfig.json || fail "other JSON is not left alone"

rule third ZONE >third.json
commit third.json && fail "a commit with a mistake passes"
said "third.json:2:"
said "Not shown: 1 that HEAD has, too."
silent "first.json:2:"

# What is not staged is no part of the commit.
git reset --quiet
rm third.json
rule second ZONE >second.json
rule fourth ANYWHERE >fourth.json
commit fourth.json || fail "what is not staged counts"
git checkout --quiet -- second.json

# Without a commit, all counts: a job that runs all hooks is not green whatever there is.
"$work/tools/bin/pre-commit" run --all-files >"$work/said" 2>&1 && fail "nothing is found in the whole repository"
said "first.json:2:"

echo "the hook refuses what is wrong, passes what is not, and leaves other files alone"
