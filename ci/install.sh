#!/usr/bin/env bash
# The step of the action that installs: the released program of INPUT_VERSION, held against the SHA-256
# digest that was released with it, or, for a machine that no program is released for, one that Cargo
# builds of the same tag. With `installed`, it takes the catchall that is there.
set -euo pipefail

repository=https://github.com/catchall-lint/catchall
version=${INPUT_VERSION:-}

if [[ "$version" == installed ]]; then
    command -v catchall >/dev/null || {
        echo "::error::catchall is not installed, although the input version says so"
        exit 2
    }
    exit 0
fi
# It becomes part of an address.
if [[ ! "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]]; then
    echo "::error::the input version has to be a version such as 0.1.0, or installed"
    exit 2
fi

case "${RUNNER_OS:-}-${RUNNER_ARCH:-}" in
    Linux-X64) target=x86_64-unknown-linux-gnu archive=tar.gz ;;
    Linux-ARM64) target=aarch64-unknown-linux-gnu archive=tar.gz ;;
    macOS-X64) target=x86_64-apple-darwin archive=tar.gz ;;
    macOS-ARM64) target=aarch64-apple-darwin archive=tar.gz ;;
    Windows-X64) target=x86_64-pc-windows-msvc archive=zip ;;
    *) target= ;;
esac

folder="${RUNNER_TEMP:-/tmp}/catchall-$version"
mkdir -p -- "$folder/bin"

if [[ -n "$target" ]]; then
    file="catchall-$version-$target.$archive"
    cd -- "$folder"
    for name in "$file" "$file.sha256"; do
        curl --proto '=https' --tlsv1.2 --silent --show-error --fail --location --retry 3 \
            --output "$name" "$repository/releases/download/v$version/$name"
    done
    # macOS has no sha256sum.
    if command -v sha256sum >/dev/null; then
        sha256sum --check -- "$file.sha256"
    else
        shasum --algorithm 256 --check -- "$file.sha256"
    fi
    case $archive in
        tar.gz) tar -xzf "$file" -C bin catchall ;;
        zip) unzip -q -o "$file" catchall.exe -d bin ;;
    esac
else
    # By the tag of the repository: a name in a registry may be anybody's.
    cargo install --locked --git "$repository" --tag "v$version" --root "$folder" catchall
fi

printf '%s\n' "$folder/bin" >>"${GITHUB_PATH:?}"
