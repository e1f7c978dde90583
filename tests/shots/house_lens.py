"""A lens somebody is writing, for the pictures of the studio: small, with rules worth trying out and a slip or two."""

from __future__ import annotations

import json
from typing import Any


def _choice(key: str, title: str, plan: str = "") -> dict[str, Any]:
    return {"id": key, "title": title, **({"improvementPlan": {"displayText": plan}} if plan else {})}


HOUSE_LENS = json.dumps({
    "schemaVersion": "2021-11-01",
    "name": "Payments house lens",
    "description": "What we ask of every system that moves money, beside the Framework.",
    "pillars": [
        {"id": "security", "name": "Security", "questions": [
            {"id": "protect_keys", "title": "How do you protect signing keys?",
             "description": "Whoever holds a signing key moves money in our name.",
             "helpfulResource": {"displayText": "Who can sign, who can see it, and how long until a lost key is dead?"},
             "choices": [
                 _choice("keys_in_hsm", "Keys never leave the hardware module", "Move keys into a key store that signs for you."),
                 _choice("keys_rotated", "Keys are rotated every year", "Plan the rotation, and practise it; 1 hour is enough."),
                 _choice("two_people", "Two people release a new key", "Ask for a second approval in the pipeline."),
                 _choice("protect_keys_no", "None of these"),
             ],
             "riskRules": [
                 {"condition": "keys_in_hsm && keys_rotated && two_people && !protect_keys_no", "risk": "NO_RISK"},
                 {"condition": "keys_in_hsm && (keys_rotated || two_people)", "risk": "MEDIUM_RISK"},
                 {"condition": "default", "risk": "HIGH_RISK"},
             ]},
            {"id": "card_data", "title": "Where does card data go; who sees it?",
             "description": "Every place it passes counts.",
             "choices": [_choice("data_mapped", "The path of card data is drawn", "Draw it with the team that runs it."),
                         _choice("card_data_no", "None of these")],
             "riskRules": [{"condition": "data_mapped && !card_data_no", "risk": "NO_RISK"},
                           {"condition": "default", "risk": "HIGH_RISK"}]},
        ]},
        {"id": "reliability", "name": "Reliability", "questions": [
            {"id": "book_twice", "title": "How do you keep a payment from being booked twice?", "description": "",
             "choices": [_choice("idempotent", "Every payment has a key of its own", "Make the key part of the interface."),
                         _choice("reconciled", "Books are compared every day", "Compare with the bank statement."),
                         _choice("book_twice_no", "None of these")],
             "riskRules": [{"condition": "idempotent && reconciled && !book_twice_no", "risk": "NO_RISK"},
                           {"condition": "default", "risk": "HIGH_RISK"}]},
        ]},
    ],
})  # fmt: skip
