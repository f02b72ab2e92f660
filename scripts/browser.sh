#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests. Where it is missing, root on Debian gets it installed, with fonts
# for text and for emoji (without them pictures show empty boxes).
set -euo pipefail

chromium=/usr/bin/chromium
emoji=/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf

install_browser() {
  if [[ $EUID != 0 ]]; then
    echo "browser: as root: apt-get install chromium fonts-liberation fonts-noto-color-emoji" >&2
    exit 1
  fi
  exec 9>/run/lock/holdfast-browser # one installation at a time
  flock 9
  export DEBIAN_FRONTEND=noninteractive
  # A source of a third party that does not answer is no reason to stop: the installation shows what is missing.
  apt-get -qq update || true
  apt-get -qq install --yes --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
    chromium fonts-liberation fonts-noto-color-emoji
}

[[ -x $chromium && -f $emoji ]] || install_browser </dev/null >/dev/null
echo "$chromium"
