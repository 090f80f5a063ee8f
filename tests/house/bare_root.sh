#!/usr/bin/env bash
# Run `make demo` twice on a Debian that has only python3 and make, and print how long each took.
#
# Usage: bare_root.sh REPOSITORY SECONDS. Needs root and debootstrap; the network is used as apt
# and pip on this machine are set to use it. The Debian lives in a temporary folder and is
# removed at the end. REPOSITORY is cloned, so what is not committed is not tried. The first run,
# which installs everything, may take SECONDS.
set -euo pipefail

repository=$(realpath "$1")
allowed=$2
root=$(mktemp -d)
chmod 755 "$root" # apt fetches as a user of its own
lent=()
trap put_away EXIT
home=$root/srv/visitor

# Nothing is removed while a lent folder might still be seen through it.
put_away() {
    local mounted
    for mounted in "$root/proc" ${lent[@]+"${lent[@]}"}; do
        umount "$mounted" 2> /dev/null || true
    done
    grep -q " $root/" /proc/self/mountinfo || rm -rf --one-file-system "$root"
}

archive() {
    apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' | head -n 1
}

make_debian() {
    debootstrap --variant=minbase --include=python3,make bookworm "$root" "$(archive)" > "$root.log" 2>&1 ||
        { tail -n 20 "$root.log" >&2; exit 1; }
    rm -f "$root.log"
    rm "$root/etc/apt/sources.list"
    cp -r /etc/apt/. "$root/etc/apt/"
    rm -rf "$root"/etc/apt/apt.conf.d/docker-* # they would delete what debootstrap fetched
    cp --dereference /etc/resolv.conf /etc/hosts "$root/etc/"
}

# What pip is set to on this machine, so that it finds the same packages there.
lend_pip() {
    local path
    for path in /etc/pip.conf /etc/xdg/pip "${XDG_CONFIG_HOME:-$HOME/.config}/pip"; do
        [ -e "$path" ] && copy_in "$path"
    done
    while read -r path; do
        [ -d "$path" ] && bind_in "$path"
    done < <(python3 -m pip config list | grep -oE "(^|[ '=])(file://)?/[^ ']+" |
        sed -E "s#^[ '=]*(file://)?##; s#/simple/?\$##" | sort -u)
    certificates=${PIP_CERT:-${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}}
    [ -f "$certificates" ] && cp "$certificates" "$root/etc/lent-certificates.pem"
    return 0
}

copy_in() {
    mkdir -p "$root$(dirname "$1")"
    cp --recursive --dereference "$1" "$root$1"
}

# Seen only inside the namespace this script runs in, so nothing is left mounted.
bind_in() {
    mkdir -p "$root$1"
    mount --bind --options ro "$1" "$root$1"
    lent+=("$root$1")
}

inside() {
    env --ignore-environment \
        PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/srv/visitor LANG=C.UTF-8 \
        ${PIP_INDEX_URL:+"PIP_INDEX_URL=$PIP_INDEX_URL"} \
        ${PIP_EXTRA_INDEX_URL:+"PIP_EXTRA_INDEX_URL=$PIP_EXTRA_INDEX_URL"} \
        ${PIP_FIND_LINKS:+"PIP_FIND_LINKS=$PIP_FIND_LINKS"} \
        ${HTTPS_PROXY:+"HTTPS_PROXY=$HTTPS_PROXY"} ${HTTP_PROXY:+"HTTP_PROXY=$HTTP_PROXY"} \
        PIP_CERT=/etc/lent-certificates.pem \
        chroot "$root" bash -c "cd /srv/visitor/knockon && $1"
}

prove_bare() {
    local tool
    for tool in cc gcc clang pip pip3 uv node chromium psql git; do
        if inside "command -v $tool" > /dev/null; then
            echo "this Debian is not bare: it has $tool" >&2
            exit 1
        fi
    done
    if inside 'python3 -c "import ensurepip"' 2> /dev/null; then
        echo 'this Debian is not bare: it has ensurepip' >&2
        exit 1
    fi
}

timed_demo() {
    local start=$SECONDS
    inside 'make demo' 2>&1 | tee "$root/demo.log"
    took=$((SECONDS - start))
}

make_debian
mkdir -p "$home"
git clone --quiet --no-hardlinks "$repository" "$home/knockon"
lend_pip
mount -t proc proc "$root/proc"
prove_bare

timed_demo
first=$took
timed_demo
second=$took

reports=$(find "$home/knockon/demo" -name report.html -size +1k | wc -l)
[ "$reports" -ge 1 ] || { echo 'make demo left no report.html' >&2; exit 1; }
echo "bare root: first make demo ${first} s, second ${second} s, ${reports} report(s)"
[ "$first" -le "$allowed" ] || { echo "the first run may take ${allowed} s" >&2; exit 1; }
