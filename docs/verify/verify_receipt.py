"""Checks netral receipts offline: `python verify_receipt.py --key verifier.key FILE...` (needs `cryptography`).

Written from FORMAT.md alone; the numbers in comments are its sections. Prints a line for each file. Exits 0 if every
receipt is valid, 4 if one is not, 2 if the command or a file name is wrong.
"""

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

# (2) The whole receipt as canonical JSON; white space in the pattern is not part of it.
RECEIPT = r"""{
    "checkpoint":"(?:\\.|[^"\\])*","format":"netral-receipt/1",
    (?P<opened>"opening":{"identity":"(?P<identity>NIP:\d{18}|NIK:\d{16})","salt":"(?P<salt>[0-9a-f]{64})"},)?
    "proof":{"hashes":\[(?P<hashes>(?:"[0-9a-f]{64}",?)*)\],
        "leaf_index":(?P<index>0|[1-9]\d{0,14}),"tree_size":(?P<size>0|[1-9]\d{0,14})},
    "statement":(?P<statement>{
        "campaign":"(?P<campaign>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
        "kind":"pact","method":"(?P<method>BASAH|OTP|SSO|TTE_BSRE)",
        "signed_at":"(?P<time>\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T
            (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{6})?[+-](?:[01]\d|2[0-3]):[0-5]\d)",
        "status":"(?P<status>SIGNED|REVOKED)","subject":"(?P<subject>[0-9a-f]{64})",
        "template":{"id":"[A-Za-z0-9._:/-]{1,100}","sha256":"(?P<text>[0-9a-f]{64})","version":[1-9]\d{0,14}},
        "tenant":"(?P<tenant>\d{2}(?:\.\d{2})?)"})}"""
NAME, BASE64 = "[^\\s+\x00-\x1f\ud800-\udfff]+", "[A-Za-z0-9+/=]+"
SIGNATURE = f"— ({NAME}) ({BASE64})\n"
CHECKPOINT = f"(([^\x00-\x1f\ud800-\udfff]+)\n(0|[1-9][0-9]{{0,14}})\n({BASE64})\n)\n((?:{SIGNATURE}){{1,16}})"
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493  # L of RFC 8032


def require(condition):
    if not condition:
        raise ValueError
    return condition


def unique(pairs):  # (1)
    return require(len(dict(pairs)) == len(pairs)) and dict(pairs)


def from_base64(text):  # (1)
    data = base64.b64decode(text, validate=True)
    return require(base64.b64encode(data).decode() == text) and data


def root_of(leaf, index, size, hashes):  # (3)
    require(index < size and bool(hashes) == (size > 1))
    if size == 1:
        return leaf
    left = 1 << (size - 1).bit_length() - 1  # the largest power of two below size
    if index < left:
        pair = root_of(leaf, index, left, hashes[:-1]) + hashes[-1]
    else:
        pair = hashes[-1] + root_of(leaf, index - left, size - left, hashes[:-1])
    return hashlib.sha256(b"\x01" + pair).digest()


def judge(receipt_file, key_file):
    """Reason of (5) why the receipt is not valid, and the fields of a valid one; the other is `None`."""
    reason = "KEY_MALFORMED"
    try:
        name, key_hash, encoded = key_file.decode("utf-8").strip(" \t\r\n").split("+", 2)  # (4)
        key = from_base64(encoded)
        require(re.fullmatch(NAME, name) and len(key) == 33 and key[0] == 1)
        require(hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8] == key_hash)

        reason = "RECEIPT_MALFORMED"
        require(len(receipt_file) <= 262144)
        document = json.loads(receipt_file.decode("utf-8"), object_pairs_hook=unique)  # (1)
        canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        found = require(re.fullmatch(RECEIPT, canonical, re.VERBOSE | re.ASCII))
        checkpoint = require(re.fullmatch(CHECKPOINT, document["checkpoint"]))  # (4)
        text, origin, size, root, lines = checkpoint.groups()[:5]
        signatures = [(signer, from_base64(data)) for signer, data in re.findall(SIGNATURE, lines)]
        require(len(from_base64(root)) == 32 and all(len(data) > 4 for _, data in signatures))

        reason = "SIGNATURE_WRONG"
        ours = [data[4:] for signer, data in signatures if (signer, data[:4].hex()) == (name, key_hash)]
        for signature in require(ours):
            require(len(signature) == 64 and int.from_bytes(signature[32:], "little") < GROUP_ORDER)
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature, text.encode())

        reason = "PROOF_WRONG"  # (3)
        require(origin == f"netral/{found['tenant']}/{found['campaign']}" and size == found["size"])
        leaf = hashlib.sha256(b"\x00" + found["statement"].encode()).digest()
        hashes = [bytes.fromhex(sibling) for sibling in re.findall("[0-9a-f]{64}", found["hashes"])]
        require(root_of(leaf, int(found["index"]), int(found["size"]), hashes) == from_base64(root))

        reason = "SUBJECT_WRONG"
        if found["opened"]:
            commitment = hmac.new(bytes.fromhex(found["salt"]), found["identity"].encode(), "sha256").hexdigest()
            require(commitment == found["subject"])
    except (ValueError, RecursionError, InvalidSignature):
        return reason, None
    return None, found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--key", required=True, type=Path, metavar="verifier.key")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    options, all_valid = parser.parse_args(), True
    sys.stdout.reconfigure(errors="backslashreplace")
    for file in options.files:
        try:
            reason, found = judge(file.read_bytes(), options.key.read_bytes())
        except OSError as problem:
            parser.error(f"{problem.filename}: {problem.strerror}")
        says = reason or "{status} {time} {method} text {text} {identity}".format(**found.groupdict("not-opened"))
        print("INVALID" if reason else "VALID", file, says)
        all_valid = all_valid and reason is None
    sys.exit(0 if all_valid else 4)
