#!/bin/sh
# SPDX-License-Identifier: MIT
# A machine to throw away: a second view of this one's files, whatever is
# written to it lies in memory, with processes, a network (loopback alone) and
# a clock of its own. All of it is gone when the command ends.
#
#     unshare -mnpf sh enter.sh FOLDER TIME COMMAND...
#
# FOLDER is empty; TIME is what the clock shows at the start, in seconds since
# 1970. Wants root.
set -eu
: "${ROOT:?}" "${BUILD:?}"
box=$1
time=$2
shift 2

mount --make-rprivate /
mount -t tmpfs -o size=2g tmpfs "$box"
mkdir "$box/upper" "$box/work" "$box/root"
mount -t overlay -o "lowerdir=/,upperdir=$box/upper,workdir=$box/work" \
	overlay "$box/root"
root=$box/root
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
for place in tmp run home dev/shm; do
	mkdir -p "$root/$place"
	mount -t tmpfs tmpfs "$root/$place"
done
chmod 1777 "$root/tmp" "$root/dev/shm"
# What lies on other file systems is seen where it was, and not written to.
# shellcheck disable=SC2153
for place in "$ROOT" "$BUILD"; do
	mkdir -p "$root$place"
	mount --bind "$place" "$root$place"
	mount -o remount,bind,ro "$root$place"
done
mkdir -p "$root/run/sshd"
rm -rf "$root/var/log/nginx" "$root/etc/nginx/sites-enabled/default"
mkdir -p "$root/var/log/nginx"
rm -f "$root/etc/hosts"
echo '127.0.0.1 localhost taizhang.example desk.taizhang.example' >"$root/etc/hosts"
# Where the manual gets the source from: what is checked out here, as main.
git -c "safe.directory=$ROOT/.git" clone -q --bare "$ROOT" "$box/source.git"
git -C "$box/source.git" update-ref --no-deref HEAD \
	"$(git -c "safe.directory=$ROOT" -C "$ROOT" rev-parse HEAD)"
git -C "$box/source.git" update-ref refs/heads/main HEAD
git -C "$box/source.git" symbolic-ref HEAD refs/heads/main
mv "$box/source.git" "$root/srv/taizhang-source.git"
cat >"$root/etc/gitconfig" <<END
[url "/srv/taizhang-source.git"]
	insteadOf = https://git.example/taizhang.git
[safe]
	directory = /srv/taizhang-source.git
END
# An offset, so that the clock goes on, and is the same for everybody.
echo $((time - $(date +%s))) >"$root/etc/clock"
cp "$BUILD/tests/manual/clock.so" "$root/usr/lib/clock.so"
echo /usr/lib/clock.so >"$root/etc/ld.so.preload"
for stub in "$ROOT"/tests/manual/stubs/*; do
	cp "$stub" "$root/usr/local/bin/"
done
exec chroot "$root" "$@"
