"""Blocks of senders: made from comments or by hand, met by comments, ended."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_domain_name, validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from comments.models import Block, Comment, NetworkKey
from comments.models.blocks import BLOCK_LASTS
from comments.querysets import struck_out
from newsportal.arabic.folding import fold

FREE_MAIL = frozenset(
    {
        "aol.com", "caramail.com", "email.com", "fastmail.com", "free.fr", "gmail.com", "gmx.com",
        "gmx.de", "gmx.fr", "gmx.net", "googlemail.com", "hotmail.be", "hotmail.co.uk",
        "hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "hotmail.nl",
        "iam.net.ma", "icloud.com", "inbox.com", "laposte.net", "libero.it", "live.be",
        "live.co.uk", "live.com", "live.fr", "live.it", "live.nl", "mac.com", "mail.com", "mail.ru",
        "me.com", "menara.ma", "msn.com", "orange.fr", "outlook.com", "outlook.de", "outlook.es",
        "outlook.fr", "outlook.it", "outlook.sa", "proton.me", "protonmail.com", "qq.com",
        "rocketmail.com", "sfr.fr", "telenet.be", "tuta.io", "tutanota.com", "wanadoo.fr", "web.de",
        "windowslive.com", "yahoo.ca", "yahoo.co.uk", "yahoo.com", "yahoo.de", "yahoo.es",
        "yahoo.fr", "yahoo.it", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
    }
)  # fmt: skip
"""Domains at which anyone has an address; to block one would turn away half the readers."""

LONGEST_VALUE = Block._meta.get_field("value").max_length


def of_senders(
    comments: Iterable[Comment], kinds: Iterable[str], moderator: Any, now: datetime
) -> list[Block]:
    """Block the senders of the comments by each of `kinds` (Block.Kind) from `now` (aware) on.

    Returns the new blocks; they last BLOCK_LASTS. A block in force that lasts as long already is
    not doubled, and what cannot be blocked is left out: see `obstacles`.
    """
    keys = _usable_keys()
    wanted: dict[tuple[str, str], Comment] = {}
    for comment, kind in _each(comments, kinds):
        value = _value(comment, kind)
        if value and not _obstacle(kind, value, keys):
            wanted.setdefault((kind, value), comment)
    ends_at = now + BLOCK_LASTS
    values = {value for _kind, value in wanted}
    lasting = Block.objects.in_force(now).filter(value__in=values, ends_at__gte=ends_at)
    blocked = set(lasting.values_list("kind", "value")) if values else set()
    return Block.objects.bulk_create(
        Block(
            kind=kind,
            value=value,
            starts_at=now,
            ends_at=ends_at,
            comment=comment,
            created_by=moderator,
        )
        for (kind, value), comment in wanted.items()
        if (kind, value) not in blocked
    )


def obstacles(comments: Iterable[Comment], kinds: Iterable[str]) -> list[str]:
    """Why senders of the comments cannot be blocked by some of `kinds`, each reason once.

    To be shown beside what `of_senders` did.
    """
    keys = _usable_keys()
    reasons = (
        _obstacle(kind, _value(comment, kind), keys) for comment, kind in _each(comments, kinds)
    )
    return list(dict.fromkeys(reason for reason in reasons if reason))


def end_those_of(comment: Comment, made_at: datetime, now: datetime) -> int:
    """End the blocks made together with the decision at `made_at`; returns how many."""
    made = Block.objects.filter(comment=comment, starts_at=made_at, ends_at__gt=now)
    return made.update(ends_at=now)


def met_by(name: str, email: str, networks: Sequence[str], now: datetime) -> Block | None:
    """The block in force that a sender meets, the one that lasts longest, or None: one query.

    A name is met when the whole of it folds to the same; a domain is what stands after the "@",
    its subdomains are others. `networks` are hashes of the sender's network, one for each key.
    """
    sender = {
        Block.Kind.NAME: [value_of_name(name)],
        Block.Kind.EMAIL: [email.lower()],
        Block.Kind.DOMAIN: [value_of_domain(email)],
        Block.Kind.NETWORK: list(networks),
    }
    met = Q()
    for kind, values in sender.items():
        met |= Q(kind=kind, value__in=[value for value in values if value])
    return Block.objects.in_force(now).filter(met).order_by("-ends_at", "-pk").first()


def strike_out(words: str) -> None:
    """Put an ellipsis for `words`, in whichever case, where moderators gave reasons for blocks."""
    quoting = Block.objects.filter(reason__icontains=words)
    for pk, reason in quoting.values_list("pk", "reason"):
        Block.objects.filter(pk=pk).update(reason=struck_out(reason, words))


def value_of_name(name: str) -> str:
    """What is compared of a name: its folded form, as far as it can be stored."""
    return fold(name)[:LONGEST_VALUE].strip()


def value_of_domain(email: str) -> str:
    """What is compared of an address's domain: the part after the "@" in small letters."""
    return email.rpartition("@")[2].lower()


def cleaned(kind: str, typed: str) -> str:
    """The value to store for what a moderator typed; raises ValidationError for what is none.

    Networks cannot be typed: they are known from comments alone, as hashes.
    """
    typed = typed.strip()
    if kind == Block.Kind.NAME:
        value = value_of_name(typed)
        if not value:
            raise ValidationError(_("A name needs a letter or a digit."))
        return value
    value = typed.lower()
    if kind == Block.Kind.EMAIL:
        validate_email(value)
        return value
    if kind != Block.Kind.DOMAIN:
        raise ValidationError(_("A network can be blocked from one of its comments only."))
    value = value_of_domain(value)
    if "." not in value:
        raise ValidationError(_("A domain looks like example.com."))
    validate_domain_name(value)
    if reason := _obstacle(kind, value, set()):
        raise ValidationError(reason)
    return value


def _each(
    comments: Iterable[Comment], kinds: Iterable[str]
) -> Iterable[tuple[Comment, Block.Kind]]:
    asked = [Block.Kind(kind) for kind in dict.fromkeys(kinds)]
    return ((comment, kind) for comment in comments for kind in asked)


def _value(comment: Comment, kind: Block.Kind) -> str:
    """What the comment's sender would be blocked by; "" where the comment no longer says it."""
    match kind:
        case Block.Kind.NAME:
            return value_of_name(comment.name)
        case Block.Kind.EMAIL:
            return comment.email.lower()
        case Block.Kind.DOMAIN:
            return value_of_domain(comment.email)
        case Block.Kind.NETWORK:
            return comment.network


def _obstacle(kind: str, value: str, keys: set[str]) -> str:
    """Why no block of this kind can be made for `value`; "" where nothing stands against it."""
    if not value:
        return _("The comment no longer says who sent it, so its sender cannot be blocked by it.")
    if kind == Block.Kind.DOMAIN and value in FREE_MAIL:
        return _(
            "The domain %(domain)s cannot be blocked: anyone can have an address there. "
            "Block the address instead."
        ) % {"domain": value}
    if kind == Block.Kind.NETWORK and value.partition("-")[0] not in keys:
        # Nothing would ever meet it: no hash is made under a key that has been forgotten.
        return _("The trace of the comment's network is too old to block the network by it.")
    return ""


def _usable_keys() -> set[str]:
    """The ids of the keys networks are hashed under; see network_hash.py."""
    return {str(key) for key in NetworkKey.objects.values_list("pk", flat=True)}
