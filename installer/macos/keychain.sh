#!/bin/sh
# Puts the certificate of a release into a keychain of its own, for the machine of one workflow run.
#
# MAC_CERTIFICATE            the .p12 file as base64
# MAC_CERTIFICATE_PASSWORD   its password
# MAC_NOTARY_KEY             the .p8 file, as it is; written to $RUNNER_TEMP/notary.p8
#
# Does nothing where the first is empty: the release is then unsigned, and package.py says so.
set -eu
[ -n "${MAC_CERTIFICATE:-}" ] || { echo "There is no certificate: this release will not be signed."; exit 0; }
keychain=$RUNNER_TEMP/naglass.keychain-db
password=$(openssl rand -hex 24)
umask 077
printf %s "$MAC_CERTIFICATE" | base64 --decode > "$RUNNER_TEMP/certificate.p12"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 21600 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$RUNNER_TEMP/certificate.p12" -k "$keychain" -P "$MAC_CERTIFICATE_PASSWORD" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" > /dev/null
security list-keychains -d user -s "$keychain" login.keychain-db
rm "$RUNNER_TEMP/certificate.p12"
[ -z "${MAC_NOTARY_KEY:-}" ] || printf %s "$MAC_NOTARY_KEY" > "$RUNNER_TEMP/notary.p8"
