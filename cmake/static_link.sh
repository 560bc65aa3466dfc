#!/bin/sh
# Links with the archives of gRPC, protobuf and Abseil in place of their shared objects:
# a program that is started for every command spends half its time on finding their symbols.
for argument; do
  shift
  archive=
  case $argument in
    */libgrpc*.so* | */libabsl_*.so* | */libgpr.so* | */libupb.so* | */libaddress_sorting.so* | */libcares.so* | */libprotobuf.so*)
      archive=${argument%%.so*}.a ;;
    -lre2) archive=$(c++ -print-file-name=libre2.a) ;;
  esac
  if [ -f "$archive" ]; then argument=$archive; fi
  set -- "$@" "$argument"
done
exec "$@"
