"""A second verifier of the audit, written from its description in another language: it shares no code with the first.

Reads cases as JSON lines on standard input, {"log": base64, "checkpoints": base64 or null, "trusted": [base64] or null},
and answers each with a line {"ok": true, "entries": n, "head": hex} or {"ok": false, "seq": n}. Python's standard library alone.
"""

import base64
import hashlib
import json
import re
import sys
from datetime import datetime
from functools import lru_cache

sys.set_int_max_str_digits(0)

# ---- Ed25519, RFC 8032 ----------------------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(a, b):
    """Sum of two points in extended coordinates (x, y, z, t)."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    w, x, y, z = f - e, h - g, h + g, f + e
    return (w * x % P, y * z % P, x * y % P, w * z % P)


def times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def decompress(data):
    """The point that 32 bytes stand for; None = none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * SQRT_MINUS_ONE % P
    if (x * x - square) % P != 0 or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


@lru_cache(maxsize=None)
def is_signed(text, signature, public_key):
    """public_key: base64 of SPKI bytes; signature: hexadecimal."""
    if not isinstance(signature, str) or not re.fullmatch("[0-9a-f]{128}", signature):
        return False
    try:
        spki = base64.b64decode(public_key, validate=True)
        given = bytes.fromhex(signature)
        message = text.encode("utf-8")
    except (ValueError, TypeError):
        return False
    if base64.b64encode(spki).decode() != public_key or len(spki) != 44 or spki[:12] != bytes.fromhex("302a300506032b6570032100") or len(given) != 64:
        return False
    key, r, s = spki[12:], given[:32], int.from_bytes(given[32:], "little")
    a, big_r = decompress(key), decompress(r)
    if a is None or big_r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % ORDER
    left, right = times(s, BASE), add(big_r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ---- JSON as it is written: no spaces, keys in their order ----------------------------------------------------------


def refuse(_):
    raise ValueError("no JSON")


def parse(text):
    """The value of a text; Ellipsis = it is no JSON."""
    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, TypeError, RecursionError):
        return ...


def write(pairs):
    """The one form of an object of texts and whole numbers."""
    text = json.dumps(dict(pairs), ensure_ascii=False, separators=(",", ":"))
    return re.sub("[\ud800-\udfff]", lambda found: "\\u%04x" % ord(found.group()), text)


def is_whole(value):
    return type(value) is int and abs(value) < 2**53


def is_instant(text):
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text, re.ASCII):
        return False
    try:
        datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")
        return text[17:19] < "60"
    except ValueError:
        return False


# ---- The log ---------------------------------------------------------------------------------------------------------


class Tampered(Exception):
    def __init__(self, seq):
        super().__init__(seq)
        self.seq = seq


def is_entry(entry):
    if not isinstance(entry, dict) or type(entry.get("v")) not in (int, float) or entry["v"] != 1:
        return False
    detail, personal, account = entry.get("detail"), entry.get("personal"), entry.get("account")
    if not isinstance(detail, dict) or not isinstance(personal, dict) or "account" not in entry:
        return False
    texts = [entry.get("actor"), entry.get("action"), "" if account is None else account, *personal.values()]
    return all(isinstance(text, str) for text in texts) and is_instant(entry.get("at"))


def rotation_holds(detail, trusted):
    statement, old, new = (detail.get(name) for name in ("statement", "oldSignature", "newSignature"))
    stated = parse(statement)
    if not isinstance(stated, dict) or not all(isinstance(one, str) for one in (statement, old, new)):
        return False
    old_key, new_key = stated.get("oldKey"), stated.get("newKey")
    if not isinstance(old_key, str) or not isinstance(new_key, str):
        return False
    text = "holdfast audit key rotation\n" + statement
    if not is_signed(text, old, old_key) or not is_signed(text, new, new_key):
        return False
    if trusted is not None and old_key in trusted:
        trusted.add(new_key)
    return True


def read_log(log, trusted, hashes):
    """Appends the hash of every place; adds the keys that rotations bring to those that are trusted."""
    head = bytes(32)
    lines = log.split(b"\n")
    unended = lines.pop()
    for line in lines:
        seq = len(hashes) + 1
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            raise Tampered(seq)
        value = parse(text)
        if not isinstance(value, dict) or list(value) != ["seq", "hash", "body"]:
            raise Tampered(seq)
        body, stated = value["body"], value["hash"]
        well_formed = is_whole(value["seq"]) and isinstance(stated, str) and isinstance(body, str)
        if not well_formed or write(value.items()) != text or value["seq"] != seq:
            raise Tampered(seq)
        # A lone half of a character becomes the replacement character, as UTF-8 has no form for it.
        stored = re.sub("[\ud800-\udfff]", "\ufffd", body).encode("utf-8")
        head = hashlib.sha256(seq.to_bytes(8, "big") + head + stored).digest()
        if head.hex() != stated:
            raise Tampered(seq)
        entry = parse(body)
        if not is_entry(entry):
            raise Tampered(seq)
        if entry["action"] == "audit.key_rotated" and not rotation_holds(entry["detail"], trusted):
            raise Tampered(seq)
        hashes.append(stated)
    if unended or not hashes:
        raise Tampered(len(hashes) + 1)


def read_checkpoint(text):
    line = parse(text)
    if not isinstance(line, dict) or list(line) != ["body", "signature"]:
        return None
    body, signature = line["body"], line["signature"]
    if not isinstance(body, str) or not isinstance(signature, str) or not re.fullmatch("[0-9a-f]{128}", signature):
        return None
    stated = parse(body)
    if write(line.items()) != text or not isinstance(stated, dict):
        return None
    if list(stated) != ["at", "hash", "publicKey", "seq", "v"] or not is_whole(stated["v"]) or stated["v"] != 1:
        return None
    texts = [stated["at"], stated["publicKey"], stated["hash"]]
    if not all(isinstance(one, str) for one in texts) or not re.fullmatch("[0-9a-f]{64}", stated["hash"]):
        return None
    if not is_whole(stated["seq"]) or stated["seq"] < 1 or write(stated.items()) != body:
        return None
    return {**stated, "body": body, "signature": signature}


def read_checkpoints(data):
    """0 as the place where the file of checkpoints itself is broken."""
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Tampered(0)
    if lines.pop() != "" or not lines:
        raise Tampered(0)
    marks = [read_checkpoint(line) for line in lines]
    if None in marks:
        raise Tampered(0)
    return marks


def fault_of(mark, hashes, trusted):
    """The place that a checkpoint accuses; None = it agrees."""
    seq = mark["seq"]
    if trusted is not None and mark["publicKey"] not in trusted:
        return seq
    if not is_signed("holdfast audit checkpoint\n" + mark["body"], mark["signature"], mark["publicKey"]):
        return seq
    if seq > len(hashes):
        return len(hashes) + 1
    return None if hashes[seq - 1] == mark["hash"] else seq


def judge(case):
    trusted = None if case["trusted"] is None else set(case["trusted"])
    hashes, faults = [], []
    try:
        marks = [] if case["checkpoints"] is None else read_checkpoints(base64.b64decode(case["checkpoints"]))
    except Tampered as fault:
        return {"ok": False, "seq": fault.seq}
    try:
        read_log(base64.b64decode(case["log"]), trusted, hashes)
    except Tampered as fault:
        faults.append(fault.seq)
    # What comes after the first bad entry was not looked at, so no checkpoint speaks of it.
    end = faults[0] if faults else float("inf")
    accused = [fault_of(mark, hashes, trusted) for mark in marks]
    faults += [fault for fault in accused if fault is not None and fault <= end]
    if faults:
        return {"ok": False, "seq": min(faults)}
    return {"ok": True, "entries": len(hashes), "head": hashes[-1]}


for case_line in sys.stdin:
    print(json.dumps(judge(json.loads(case_line))), flush=False)
