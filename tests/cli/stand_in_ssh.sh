#!/bin/sh
# stand_in_ssh.sh - ssh for tests: runs what a host is asked to in the folder of its name below $HOSTS, which is the host's HOME.
subsystem=
while :; do
    case $1 in
    --) shift && break ;;
    -s) subsystem=1 && shift ;;
    -[BbcDEeFIiJLlmOopQRSWw]) shift 2 ;;
    -*) shift ;;
    *) break ;;
    esac
done
host=${1#*@}
shift
[ "$1" != -- ] || shift
mkdir -p "$HOSTS/$host"
cd "$HOSTS/$host"
export HOME="$PWD"
[ -z "$subsystem" ] || exec /usr/lib/openssh/sftp-server
exec sh -c "$*"
