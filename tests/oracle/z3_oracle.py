#!/usr/bin/env python3
"""An independent oracle for `catchall map`: z3 decides the same questions from scratch.

It makes random exports, encodes their conditions in z3 by the meaning that each condition has, and
compares what z3 says with what `catchall map --output-format json` says: about every rule and
policy whether it can be reached; whether covers suffice and are smallest; whether every sign-in
that is as a witness says reaches its rule; whether redundant rules are the ones whose removal
changes no outcome, with that of all that was reported before. Nothing here is shared with catchall's
own solver, nor with how it reads files, so that a mistake in one of them shows as a disagreement.

    python3 -m venv venv && venv/bin/pip install z3-solver      # z3 is all that it needs
    venv/bin/python tests/oracle/z3_oracle.py --seed 1 --cases 20 --rules 30

A case is one export: access policies, sign-on, password and enrollment policies, routing rules and
the policies of two authorization servers, and a layout: in which files what of it is written, once
or twice, whole or in part. Exit code 0: agreement; 1: a disagreement, with the smallest case that
still shows it; 2: catchall could not be run.

What an export tells of rules and their order:

* A priority is a number however it is written; one that is absent stands last, above the default;
  one that is no whole number of 64 bits may stand anywhere above it. A custom rule at 99 or beyond
  may come before or after the catch-all. What holds only in one of these orders must not be claimed.
* The rules of a policy are all there if one list has all that are known of it, unless that has a gap
  in numbers from 1, or lacks the catch-all that Okta ends lists of its type with. Else nothing may
  be claimed that further rules could make wrong: that no sign-in gets to the policy, falls through
  it, or would miss a rule.
* Of a policy that is not there, its rules are compared with each other.
* Where all is there, and came together, and the order is known, every verdict has to be right, in
  any layout. Elsewhere what is claimed has to be right; it may be less.

How it reads conditions where more than one reading is possible:

* A doubt about what Okta does is one free Boolean for all policies that compete, so that a claim
  must hold whichever way Okta decides.
* What cannot be understood is a free Boolean named after its normalised text: equal text, equal
  truth.
* A part of an expression is true, false or failed. `a || b` with a failed part is a doubt, on
  whichever side of the true one it stands.
* Conditions, and lists of people, that no document lists where they stand may be ignored: a doubt
  for each.
* Of a repeated key the last counts.
* A system rule comes last in its policy and a system policy last among its type, whatever their
  priorities say, but for the password policy for a directory. Of two equal priorities neither
  blocks the other; both block what comes later.
"""

import argparse
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict

import z3

# ------------------------------------------------------------------------------------------------
# Random exports
# ------------------------------------------------------------------------------------------------


def okta_id(prefix, word):
    """An id of Okta's shape: 20 characters, with the usual prefix of its kind."""
    return (prefix + word).ljust(18, "0") + "k7"


EVERYONE = okta_id("00g", "Everyone")
# Small pools, so that rules collide often.
USERS = [okta_id("00u", word) for word in ("Ada", "Bob", "Cyd")]
GROUPS = [okta_id("00g", word) for word in ("Sales", "Admins", "Staff")]
ZONES = [okta_id("nzo", word) for word in ("Berlin", "Lisbon", "Tokyo")]
BEHAVIORS = [okta_id("bha", word) for word in ("NewIp", "NewCity")]
ASSURANCES = [okta_id("dae", word) for word in ("Macs", "Phones")]
USER_TYPES = [okta_id("oty", word) for word in ("Human", "Robot", "Guest")]
PROVIDERS = [okta_id("0oa", word) for word in ("Partner", "Bank")]
APPS = [okta_id("0oa", word) for word in ("Mail", "Wiki")]
APP_TYPES = ["salesforce", "workday"]
CLIENTS = [okta_id("0oa", word) for word in ("Web", "Batch", "Phone")]
SCOPES = ["read", "write", "admin"]
GRANTS = ["authorization_code", "client_credentials", "implicit"]
LEVELS = ["LOW", "MEDIUM", "HIGH"]
EXPRESSION_PARTS = [
    "user.profile.a == 'x'",
    "user.profile.b == 'y && z'",
    "security.risk.level == 'HIGH'",
    "security.risk.level == 'LOW'",
    "security.behaviors.contains('New IP')",
]
ZONE_FILE, APP_FILE = "zones.json", "apps.json"
# Which conditions the documents list on rules, and on policies.
RULE_CONDITIONS = {
    "OKTA_SIGN_ON": {
        "people", "network", "authContext", "riskScore", "risk", "identityProvider"},
    "MFA_ENROLL": {"people", "network", "app"},
    "PASSWORD": {"people", "network"},
    "IDP_DISCOVERY": {"network", "platform", "userIdentifier", "app"},
    "ACCESS_POLICY": {
        "people", "network", "device", "platform", "elCondition", "riskScore", "userType"},
    "OAUTH_AUTHORIZATION_POLICY": {"people", "grantTypes", "scopes"},
}
POLICY_CONDITIONS = {
    "OKTA_SIGN_ON": {"people"}, "PASSWORD": {"people", "authProvider"},
    "MFA_ENROLL": {"people", "network", "app"}, "OAUTH_AUTHORIZATION_POLICY": {"clients"},
    "ACCESS_POLICY": set(), "IDP_DISCOVERY": set(),
}
# Lists of people that they leave out where they list people.
NO_LISTS_OF_POLICIES = {("users", "include"), ("users", "exclude"), ("groups", "exclude")}
UNLISTED_PEOPLE = {
    **{("policy", name): NO_LISTS_OF_POLICIES for name in ("OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL")},
    ("rule", "MFA_ENROLL"): {("users", "include"), ("groups", "include"), ("groups", "exclude")},
    ("rule", "OAUTH_AUTHORIZATION_POLICY"): {("users", "exclude"), ("groups", "exclude")},
}
# Conditions that policies have, too, in the form that rules have them.
READ_AS_RULES = {"network", "app"}
ORDERED_TYPES = {"OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL", "OAUTH_AUTHORIZATION_POLICY"}
RULE_TYPES = {"OKTA_SIGN_ON": "SIGN_ON", "OAUTH_AUTHORIZATION_POLICY": "RESOURCE_ACCESS"}


class Exponent(float):
    """A number that is written as `3e0`."""


UNREADABLE = ["1", "first", None, 1.5, [], True, 2**63, -(2**70), 1e300]


class Generator:
    def __init__(self, seed, most_rules):
        self.random = random.Random(seed)
        self.most_rules = most_rules
        self.used = 0
        # Which conditions the rules of the policy at hand have, and how many ids of each pool:
        # rules cover others jointly where they speak of the same few things.
        self.menu_at_hand = {}
        self.width = 9

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, *choices):
        return self.random.choice(choices)

    def some(self, pool, most=2):
        """One or more of the pool, as far as the policy at hand uses it."""
        pool = pool[:self.width]
        return self.random.sample(pool, self.random.randint(1, min(most, len(pool))))

    def fresh_id(self, prefix):
        self.used += 1
        return okta_id(prefix, f"{self.used:05}")

    # Conditions. Each returns the value of one member of `conditions`.

    def people(self, groups=GROUPS + [EVERYONE]):
        condition = {}
        if self.chance(0.06):
            groups = ["EVERYONE", *groups]
        lists = [("users", "include", USERS), ("users", "exclude", USERS),
                 ("groups", "include", groups), ("groups", "exclude", groups)]
        for kind, side, pool in lists:
            if self.chance(0.4):
                condition.setdefault(kind, {})[side] = self.some(pool)
            elif self.chance(0.2):
                condition.setdefault(kind, {})[side] = []
        return condition

    def network(self):
        form = self.random.random()
        if form < 0.40:
            return {"connection": "ZONE", "include": self.some(ZONES)}
        if form < 0.75:
            return {"connection": "ZONE", "exclude": self.some(ZONES)}
        if form < 0.80:
            return {"connection": "ANYWHERE", "include": self.some(ZONES)}
        if form < 0.90:
            return {"connection": "ZONE", self.pick("include", "exclude"): ["ALL_ZONES"]}
        if form < 0.92:
            return {"connection": "ZONE", "include": self.random.sample(["ALL_ZONES", ZONES[0]], 2)}
        if form < 0.94:
            return {"connection": "ZONE", "include": self.some(ZONES), "exclude": self.some(ZONES)}
        if form < 0.96:
            return {"connection": "ZONE"}
        if form < 0.97:
            return {"connection": self.pick("ON_NETWORK", "OFF_NETWORK")}
        if form < 0.98:
            return {"include": [ZONES[0]]}
        return {"connection": "ZONE", "include": [ZONES[0]], "countries": self.pick(["DE"], ["PT"])}

    def risk_score(self):
        if self.chance(0.04):
            return {"minRiskLevel": self.pick(*LEVELS)}
        return {"level": self.pick("LOW", "MEDIUM", "HIGH", "HIGH", self.pick("ANY", "CRITICAL"))}

    def platform_entry(self):
        system = self.pick("WINDOWS", "IOS", "ANY", "OSX", "MACOS", "OTHER")
        entry = {"type": self.pick("DESKTOP", "MOBILE", "ANY"), "os": {"type": system}}
        if system == "OTHER":
            entry["os"]["expression"] = self.pick("", "CrOS")
        elif system != "ANY" and self.chance(0.1):
            entry["os"]["version"] = {"matchType": "SEMVER", "value": self.pick("10", "11")}
        return entry

    def platform(self):
        return {"include": [self.platform_entry() for _ in range(self.random.randint(0, 2))]}

    def device(self):
        form = self.pick("registered", "managed", "unmanaged", "unregistered", "assured", "odd")
        condition = {
            "registered": {"registered": True},
            "managed": {"registered": True, "managed": True},
            "unmanaged": {"registered": True, "managed": False},
            "unregistered": {"registered": False},
            "assured": {},
            "odd": self.pick({"managed": True}, {"registered": False, "managed": False}),
        }[form]
        if self.chance(0.08):
            condition = {**condition, "assurance": {"include": []}}
        elif form == "assured" or self.chance(0.2):
            condition = {**condition, "assurance": {"include": self.some(ASSURANCES)}}
        return condition

    def user_type(self):
        form = self.random.random()
        condition = {"include": [], "exclude": []}
        if form < 0.55 or form > 0.9:
            condition["include"] = self.some(USER_TYPES)
        if form > 0.5:
            condition["exclude"] = self.some(USER_TYPES)
        return condition

    def expression(self, depth=0):
        form = self.random.random()
        if depth == 3 or form < 0.4:
            return self.some(EXPRESSION_PARTS, 1)[0]
        if form < 0.6:
            return f"!({self.expression(depth + 1)})"
        operator = self.pick("&&", "||")
        sides = [self.expression(depth + 1) for _ in range(self.pick(2, 2, 3))]
        # Without parentheses the precedence of && over || decides.
        sides = [f"({side})" if self.chance(0.5) else side for side in sides]
        return f"{self.pick(' ', '  ')}{operator} ".join(sides)

    def el_condition(self):
        return {"condition": self.expression()}

    def with_unknown_member(self, draw):
        """A known condition with a member that nobody knows."""
        return {**draw(), "mode": self.pick("strict", "lax")}

    def with_empty_id(self, draw):
        """A known condition with an id that is none, where it has a list of ids."""
        condition = draw()
        lists = [
            values for part in [condition, *condition.values()] if isinstance(part, dict)
            for values in part.values() if isinstance(values, list)]
        for values in lists[:1]:
            if all(isinstance(value, str) for value in values):
                values.append("")
        return condition

    def unknown(self):
        return {"shape": self.pick("round", "square")}

    def behaviors(self):
        return {"behaviors": self.some(BEHAVIORS) if self.chance(0.9) else []}

    def auth_context(self):
        return {"authType": self.pick("ANY", "LDAP_INTERFACE", "RADIUS")}

    def identity_provider(self):
        if self.chance(0.6):
            return {"provider": "SPECIFIC_IDP", "idpIds": self.some(PROVIDERS)}
        return {"provider": self.pick("OKTA", "ANY")}

    def user_identifier(self):
        if self.chance(0.5):
            return {"patterns": []}
        pattern = {"matchType": "EXPRESSION", "value": self.pick("adm.*", "[a-z]+@corp\\.example")}
        return {"type": "IDENTIFIER", "patterns": [pattern]}

    def app_entry(self):
        if self.chance(0.6):
            return {"type": "APP", "id": self.some(APPS, 1)[0]}
        return {"type": "APP_TYPE", "name": self.some(APP_TYPES, 1)[0]}

    def app(self):
        form = self.random.random()
        condition = {"include": [], "exclude": []}
        if form < 0.6 or form > 0.85:
            condition["include"] = [self.app_entry() for _ in range(self.pick(1, 2))]
        if form > 0.5:
            condition["exclude"] = [self.app_entry() for _ in range(self.pick(1, 1, 2))]
        return condition

    def api_people(self):
        people = self.people(GROUPS + ["EVERYONE"])
        return {"groups": {"include": ["EVERYONE"]}} if self.chance(0.3) else people

    def grant_types(self):
        return {"include": self.some(GRANTS)}

    def scopes(self):
        return {"include": self.pick(self.some(SCOPES, 3), self.some(SCOPES, 3), ["*"], [])}

    def enrolled_people(self):
        return self.people() if self.chance(0.2) else {"users": {"exclude": self.some(USERS)}}

    def misplaced(self, listed):
        """A condition that no document lists here, with its name."""
        menus = [self.menu(policy_type) for policy_type in RULE_CONDITIONS]
        every = {name: draw for menu in menus for name, (draw, _) in menu.items()}
        name = self.pick(*sorted(set(every) - set(listed) - {"mystery"}))
        return {name: every[name]()}

    def menu(self, policy_type):
        """Which conditions a rule of this type has, with how often each is drawn."""
        return {
            "ACCESS_POLICY": {
                "people": (self.people, 5), "network": (self.network, 5),
                "riskScore": (self.risk_score, 3), "platform": (self.platform, 3),
                "device": (self.device, 4), "userType": (self.user_type, 2),
                "elCondition": (self.el_condition, 4), "mystery": (self.unknown, 1),
            },
            "OKTA_SIGN_ON": {
                "people": (self.people, 4), "network": (self.network, 4),
                "authContext": (self.auth_context, 2), "riskScore": (self.risk_score, 2),
                "risk": (self.behaviors, 2), "identityProvider": (self.identity_provider, 3),
                "mystery": (self.unknown, 1),
            },
            "PASSWORD": {"people": (self.people, 1), "network": (self.network, 1)},
            "MFA_ENROLL": {
                "people": (self.enrolled_people, 2), "network": (self.network, 2),
                "app": (self.app, 2),
            },
            "IDP_DISCOVERY": {
                "network": (self.network, 3), "platform": (self.platform, 3),
                "app": (self.app, 4), "userIdentifier": (self.user_identifier, 2),
            },
            "OAUTH_AUTHORIZATION_POLICY": {
                "people": (self.api_people, 3), "grantTypes": (self.grant_types, 3),
                "scopes": (self.scopes, 6),
            },
        }[policy_type]

    # Rules and policies.

    def actions(self, policy_type):
        if policy_type == "ACCESS_POLICY":
            method = {
                "type": "ASSURANCE", "factorMode": self.pick("1FA", "2FA"),
                "reauthenticateIn": "PT2H", "constraints": [],
            }
            access = self.pick("ALLOW", "ALLOW", "DENY")
            return {"appSignOn": {"access": access, "verificationMethod": method}}
        return {
            "OKTA_SIGN_ON": {"signon": {"access": self.pick("ALLOW", "DENY")}},
            "PASSWORD": {"passwordChange": {"access": self.pick("ALLOW", "DENY")}},
            "MFA_ENROLL": {"enroll": {"self": self.pick("CHALLENGE", "LOGIN", "NEVER")}},
            "IDP_DISCOVERY": {"idp": {"providers": [{"type": "OKTA"}]}},
            "OAUTH_AUTHORIZATION_POLICY": {"token": {"accessTokenLifetimeMinutes": 60}},
        }[policy_type]

    def set_scene(self, policy_type):
        self.width = self.pick(1, 2, 2, 9)
        menu = self.menu(policy_type)
        if self.chance(0.6):
            few = min(self.pick(1, 2, 2, 3), len(menu))
            menu = {name: menu[name] for name in self.random.sample(list(menu), few)}
        elif "elCondition" in menu and self.chance(0.5):
            # Whether a failed part matters shows only where expressions meet a lot.
            menu = {"elCondition": menu["elCondition"]}
        self.menu_at_hand = menu

    def conditions(self, policy_type, earlier):
        menu = self.menu_at_hand
        names, weights = list(menu), [weight for _, weight in menu.values()]

        def draw(count):
            drawn = set(self.random.choices(names, weights, k=count))
            return {
                name: self.with_unknown_member(menu[name][0]) if self.chance(0.01)
                else self.with_empty_id(menu[name][0]) if self.chance(0.01)
                else menu[name][0]()
                for name in names if name in drawn
            }

        if self.chance(0.04):
            return {**draw(1), **self.misplaced(RULE_CONDITIONS[policy_type])}
        if not earlier or self.chance(0.7):
            return draw(self.random.choices([0, 1, 2, 3, 4, 5], [1, 18, 36, 28, 12, 5])[0])
        # A variation on an earlier rule: narrower, wider or sideways.
        base = self.random.choice(earlier)
        base = {name: base[name] for name in base if self.chance(0.8)}
        return {**base, **draw(self.pick(0, 1, 1, 2))}

    def neutral_forms(self, policy_type):
        """What servers write for conditions that were left out: members, and lists in them."""
        wholes = {
            "people": {"users": {"exclude": []}}, "network": {"connection": "ANYWHERE"},
            "riskScore": {"level": "ANY"}, "userType": {"include": [], "exclude": []},
            "risk": {"behaviors": []}, "identityProvider": {"provider": "ANY"},
            "authContext": {"authType": "ANY"}, "app": {"include": [], "exclude": []},
            "platform": {"include": [], "exclude": []}, "device": {}, "elCondition": None,
        }
        lists = {
            "network": ["include", "exclude"], "userType": ["include", "exclude"],
            "app": ["include", "exclude"], "platform": ["include", "exclude"],
            "people": ["users", "groups"], "device": ["assurance", "registered", "managed"],
        }
        known = self.menu(policy_type)
        return {name: form for name, form in wholes.items() if name in known}, lists

    def disguised(self, policy_type, conditions):
        """The same conditions in other words: neutral members more, lists in another order."""
        wholes, lists = self.neutral_forms(policy_type)
        disguised = {}
        for name, condition in conditions.items():
            condition = json.loads(json.dumps(condition))
            if name in lists and self.chance(0.3):
                for member in lists[name]:
                    empty = self.pick(None, [] if member in ("include", "exclude") else None)
                    if member not in condition and self.chance(0.5):
                        condition[member] = empty
                    elif isinstance(condition.get(member), list):
                        self.random.shuffle(condition[member])
            disguised[name] = condition
        for name, form in wholes.items():
            if name not in conditions and self.chance(0.08):
                disguised[name] = self.pick(form, None, {})
        return disguised

    def placed(self, priority):
        """A priority in one of the forms in which it can be written, with its key."""
        if priority == "absent":
            return {}
        if isinstance(priority, int) and self.chance(0.1):
            priority = self.pick(float, Exponent)(priority)
        return {"priority": priority}

    def odd_place(self, policy_type, priority):
        """A priority that leaves the order open, or makes it depend on more than numbers."""
        form = self.random.random()
        if form < 0.4:
            return "absent"
        if form < 0.6:
            return self.pick(*UNREADABLE)
        return self.random.randint(97, 102) if policy_type == "ACCESS_POLICY" else priority + 1

    def rule(self, policy_type, priority, conditions, system=False):
        if conditions and not system:
            conditions = self.disguised(policy_type, conditions)
        return {
            "id": self.fresh_id("0pr"),
            "type": RULE_TYPES.get(policy_type, policy_type),
            "status": "INACTIVE" if not system and self.chance(0.05) else "ACTIVE",
            "name": "Catch-all Rule" if system else f"Rule {self.used}",
            **self.placed(priority),
            "system": system,
            "conditions": conditions,
            "actions": self.actions(policy_type),
        }

    def rules(self, policy_type, most, system_rule):
        """`system_rule`: the conditions of the system rule, or False for none."""
        self.set_scene(policy_type)
        modern = policy_type == "ACCESS_POLICY"
        drawn = []
        for _ in range(self.random.randint(1, most)):
            drawn.append(self.conditions(policy_type, drawn))
        if self.chance(0.5):
            # The narrow ones first, as people write them: then several cover a wide one jointly.
            drawn.sort(key=len, reverse=True)
        if policy_type in ORDERED_TYPES and self.chance(0.4):
            # It takes what is left of the policy's sign-ins, so that later policies matter less.
            drawn.append({})
        rules, priority = [], -1 if modern else 0
        oddness = self.pick(0, 0, 0, 0.1, 0.3)
        for conditions in drawn:
            tie = rules and self.chance(0.06)
            priority += 0 if tie else 2 if modern and self.chance(0.1) else 1
            is_odd = self.chance(oddness)
            own = self.odd_place(policy_type, priority) if is_odd else priority
            rules.append(self.rule(policy_type, own, conditions))
        if system_rule is not False:
            last = 99 if modern else priority + 1
            # Wherever its number would put it, a system rule comes last.
            number = self.random.randint(0, last) if self.chance(0.05) else last
            rules.append(self.rule(policy_type, number, system_rule, system=True))
        return rules

    def policy(
        self, policy_type, priority, conditions, most_rules, system=False, system_rule=False
    ):
        if not system and self.chance(0.08):
            misplaced = self.misplaced(POLICY_CONDITIONS[policy_type])
            conditions = {**(conditions or {}), **misplaced}
        identity = self.fresh_id("rst" if policy_type == "ACCESS_POLICY" else "00p")
        if self.chance(0.03):
            priority = self.odd_place(None, priority)
        policy = {
            "id": identity,
            "type": policy_type,
            "status": "INACTIVE" if not system and self.chance(0.03) else "ACTIVE",
            "name": "Default Policy" if system else f"Policy {self.used}",
            **self.placed(priority),
            "system": system,
            "conditions": conditions,
            "_embedded": {"rules": self.rules(policy_type, most_rules, system_rule)},
        }
        if self.chance(0.7):
            for thing in [policy, *policy["_embedded"]["rules"]]:
                thing["lastUpdated"] = "2026-02-10T10:00:00.000Z"
        return policy

    def group_condition(self):
        form = self.random.random()
        if form < 0.08:
            return {"people": None}
        groups = [] if form < 0.20 else self.some(GROUPS + [EVERYONE])
        condition = {"groups": {"include": groups}}
        if self.chance(0.1):
            condition["groups"]["exclude"] = self.some(GROUPS)
        if self.chance(0.1):
            condition["users"] = {self.pick("include", "exclude"): self.some(USERS)}
        return {"people": condition}

    def auth_provider(self):
        form = self.pick("OKTA", "ACTIVE_DIRECTORY", "ANY", "LDAP", None, None)
        return {"authProvider": {"provider": form}} if form else {}

    def policy_list(self, policy_type, count, most_rules):
        """Ordered policies with the system default policy last, which includes Everyone."""
        default_rule = {"people": {"users": {"exclude": []}}, "network": {"connection": "ANYWHERE"}}
        policies, priority = [], 0
        for _ in range(count):
            priority += 0 if policies and self.chance(0.05) else 1
            conditions = self.group_condition()
            if policy_type == "PASSWORD":
                conditions |= self.auth_provider()
            if self.chance(0.05):
                conditions["mystery"] = self.unknown()
            policies.append(self.policy(policy_type, priority, conditions, most_rules))
        defaults = [{"authProvider": {"provider": "OKTA"}}] if policy_type == "PASSWORD" else [{}]
        if policy_type == "PASSWORD" and self.chance(0.4):
            defaults.insert(0, {"authProvider": {"provider": "ACTIVE_DIRECTORY"}})
        for default in defaults:
            priority += 1
            number = 1 if self.chance(0.05) else priority
            conditions = {"people": {"groups": {"include": [EVERYONE]}}, **default}
            few = max(1, most_rules // 3)
            policies.append(
                self.policy(policy_type, number, conditions, few, True, default_rule))
        return policies

    def server_policies(self, server, count, most_rules):
        policies = []
        for priority in range(1, count + 1):
            form = self.random.random()
            if form < 0.10:
                conditions = {}
            elif form < 0.20:
                conditions = {"clients": {"include": []}}
            elif form < 0.40:
                conditions = {"clients": {"include": ["ALL_CLIENTS"]}}
            else:
                conditions = {"clients": {"include": self.some(CLIENTS)}}
            policy = self.policy(
                "OAUTH_AUTHORIZATION_POLICY", priority, conditions, most_rules)
            base = f"https://x.okta.com/api/v1/authorizationServers/{server}"
            policy["_links"] = {"self": {"href": f"{base}/policies/{policy['id']}"}}
            policies.append(policy)
        return policies

    def zones(self):
        return [
            {
                "type": "IP", "id": zone, "name": zone, "system": False,
                "status": self.pick("ACTIVE", "ACTIVE", "INACTIVE"),
                "usage": self.pick("POLICY", "POLICY", "BLOCKLIST"),
                "gateways": [{"type": "CIDR", "value": "192.0.2.66/32"}], "proxies": None,
            }
            for zone in self.some(ZONES, 3)
        ]

    def apps(self):
        return [
            {
                "id": app, "name": self.pick(*APP_TYPES, "bookmark"), "label": app,
                "status": "ACTIVE", "signOnMode": "SAML_2_0", "features": [],
                "settings": {"app": {}}, "credentials": {"signing": {}},
            }
            for app in self.some(APPS)
        ]

    def org(self):
        """File name → content. Lists of several policies share the number of rules."""
        most = self.most_rules
        files = {}
        if self.chance(0.3):
            files[ZONE_FILE] = self.zones()
        if self.chance(0.3):
            files[APP_FILE] = self.apps()
        files["access_policy.json"] = [
            self.policy("ACCESS_POLICY", 1, None, self.pick(most, max(1, most // 3)),
                        system_rule=False if self.chance(0.05) else None)
            for _ in range(self.random.randint(1, 3))
        ]
        # Without these nobody knows which group is Everyone.
        if self.chance(0.9):
            for policy_type in ("OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL"):
                count = self.random.randint(1, 3)
                files[f"{policy_type.lower()}.json"] = self.policy_list(
                    policy_type, count, max(1, most // (count + 1)))
        neutral = {"network": {"connection": "ANYWHERE"}, "platform": {"include": []},
                   "userIdentifier": {"patterns": []}, "app": {"include": [], "exclude": []}}
        files["idp_discovery.json"] = [
            self.policy("IDP_DISCOVERY", 1, None, most, True, neutral)]
        files["authorization_servers.json"] = [
            policy
            for server in ("aus1", "aus2")
            for policy in self.server_policies(
                server, self.random.randint(1, 3), max(1, most // 4))
        ]
        return files

    def layout(self, files):
        """How an org is written: what differs from a file of policies for each list of them, each
        with its rules embedded."""
        if self.chance(0.2):
            return {}
        layout = {"seed": self.random.randint(0, 10**6), "files": {}, "rules": {}, "lacking": {},
                  "copies": [], "absent": [], "hasNoLinks": self.chance(0.3)}
        ways = [way for way in WAYS_OF_RULES if self.chance(0.6)] or ["list"]
        for name in files:
            if name in HELPER_FILES:
                layout["files"][name] = self.pick("list", "twice")
                continue
            usual = ["list", "list", "lines", "bundle", "pairs", "each", "each"]
            layout["files"][name] = "apart" if self.chance(0.08) else self.pick(*usual)
        partial = self.pick(0, 0.1, 0.3)
        for policy in policies_of(files):
            rules = [rule["id"] for rule in policy["_embedded"]["rules"]]
            layout["rules"][policy["id"]] = self.pick(*ways)
            if self.chance(partial):
                layout["rules"][policy["id"]] = self.pick("each", "two lists", *ways)
                if self.chance(0.6):
                    lacking = self.random.sample(rules, min(len(rules), self.pick(1, 1, 2)))
                    layout["lacking"][policy["id"]] = lacking
            if self.chance(0.1):
                layout["absent"].append(policy["id"])
            if self.chance(0.2):
                copied = rules if self.chance(0.3) else self.some_of(rules)
                layout["copies"].append({"of": copied, "as": self.pick("list", "lines", "each")})
        for name in files:
            if self.chance(0.3) and name not in HELPER_FILES:
                policies = [policy["id"] for policy in files[name]]
                copied = policies if self.chance(0.3) else self.some_of(policies)
                layout["copies"].append({"of": copied, "as": self.pick("list", "lines", "each")})
        return layout

    def some_of(self, ids):
        return [one for one in ids if self.chance(0.3)] or ids[:1]

    def case(self):
        org = self.org()
        return {"org": org, "layout": self.layout(org)}


# ------------------------------------------------------------------------------------------------
# Layouts
# ------------------------------------------------------------------------------------------------

HELPER_FILES = {ZONE_FILE, APP_FILE}
WAYS_OF_RULES = [
    "embedded", "member", "list", "list in a file called like the policy", "lines", "by id", "flat"]


def identities(things):
    return {thing["id"] for thing in things}


class Export:
    """An org as files say it, and what they tell of it.

    `visible` is the org without what is not written. Lists are sets of ids that came together.
    """

    def __init__(self, case):
        org, self.layout = case["org"], case.get("layout") or {}
        self.texts = {}
        self.lists_of_rules = defaultdict(list)
        self.batches_of_policies = []
        self.linked_policies = set()
        self.visible = {}
        self.flat = []
        self.absent = set(self.layout.get("absent", []))
        self.hidden = {rule for rules in self.layout.get("lacking", {}).values() for rule in rules}
        for name, things in org.items():
            if name in HELPER_FILES:
                self.visible[name] = things
                self.write(name, things)
                if self.layout.get("files", {}).get(name) == "twice":
                    self.write(f"{name} again", self.copy(things))
                continue
            self.visible[name] = [self.with_visible_rules(policy) for policy in things]
            self.write_policies(name, self.visible[name])
        if self.layout.get("hasNoLinks") and self.shows_several_policies(self.flat):
            self.write("flat", [rule for _, rule in self.flat])
        elif self.flat:
            self.write_rules("flat", self.flat, "list")
        self.write_copies()

    def with_visible_rules(self, policy):
        rules = policy["_embedded"]["rules"]
        seen = [rule for rule in rules if rule["id"] not in self.hidden] or rules
        visible = {**policy, "_embedded": {"rules": seen}}
        # Of a policy that is not there nobody knows anything but that its rules are of it.
        nothing = {"conditions": None, "status": "ACTIVE", "system": False, "is_absent": True}
        return {**visible, **nothing} if policy["id"] in self.absent else visible

    # Files.

    def chance_for(self, key):
        """Chance that stays the same while other things shrink."""
        return random.Random(f"{self.layout.get('seed')}/{key}")

    def path(self, key, extension, folder=None):
        chance = self.chance_for(key)
        if not self.layout:
            return key
        folder = chance.choice(["", "", "okta/", "live/2026/"]) if folder is None else folder
        stem = chance.choice(["rules", "policies", "export", "a", "0", "zz"])
        path = f"{folder}{stem}{chance.randrange(1000)}"
        while f"{path}{extension}" in self.texts:
            path += "x"
        return f"{path}{extension}"

    def write(self, key, content, as_lines=False, path=None):
        path = path or self.path(key, ".jsonl" if as_lines else ".json")
        chance = self.chance_for(f"{key}, keys")
        parts = content if as_lines else [content]
        self.texts[path] = "\n".join(with_repeated_keys(part, chance) for part in parts)

    def linked(self, policy, rule):
        server = re.search(r"authorizationServers/[^/]+/", str(policy.get("_links"))) or [""]
        href = f"https://x.okta.com/api/v1/{server[0]}policies/{policy['id']}/rules/{rule['id']}"
        return {**rule, "_links": {"self": {"href": href}}}

    def copy(self, value, key=None):
        """The value as another answer of Okta's may have it."""
        chance = self.chance_for(f"{normalised(value)}, copy")
        if isinstance(value, list):
            value = [self.copy(item) for item in value]
            return chance.sample(value, len(value))
        if not isinstance(value, dict):
            if key == "priority" and isinstance(priority({key: value}), int):
                return chance.choice([int, float, Exponent])(value)
            return value
        copied = {name: self.copy(member, name) for name, member in value.items()}
        if "lastUpdated" in copied:
            copied["lastUpdated"] = "2025-11-03T08:00:00.000Z"
        return dict(chance.sample(list(copied.items()), len(copied)))

    # What is written in them.

    def write_policies(self, name, policies):
        way = self.layout.get("files", {}).get(name, "list")
        for policy in policies:
            if policy["id"] in self.absent:
                of_rules = self.layout.get("rules", {}).get(policy["id"])
                rules = [(policy, rule) for rule in policy["_embedded"]["rules"]]
                if of_rules in ("each", "two lists"):
                    self.write_rules_apart(policy, of_rules)
                else:
                    self.write_rules(policy["id"], rules, "list")
        policies = [policy for policy in policies if policy["id"] not in self.absent]
        by_id, objects = {}, []
        for policy in policies:
            rules = policy["_embedded"]["rules"]
            own = {key: value for key, value in policy.items() if key != "_embedded"}
            of_rules = self.layout.get("rules", {}).get(policy["id"], "embedded")
            if of_rules in ("each", "two lists", "flat"):
                self.write_rules_apart(policy, of_rules)
                objects.append({"policy": own} if way == "pairs" else own)
                continue
            if way == "pairs":
                objects.append({"policy": own, "rules": rules})
            elif of_rules == "embedded":
                objects.append({**own, "_embedded": {"rules": rules}})
            elif of_rules == "member":
                objects.append({**own, "rules": rules})
            else:
                objects.append(own)
                if of_rules == "by id":
                    by_id[policy["id"]] = rules
                elif of_rules == "list in a file called like the policy":
                    folder = self.chance_for(policy["id"]).choice(["", "rules/", "b/"])
                    self.write(policy["id"], rules, path=f"{folder}{policy['id']}.json")
                else:
                    self.write_rules(policy["id"], [(policy, rule) for rule in rules], of_rules)
                    continue
            self.lists_of_rules[policy["id"]].append(identities(rules))
        if way == "bundle":
            self.write(name, {"policies": objects, "rules": by_id})
        elif by_id:
            self.write(f"{name}, rules", by_id)
        ids = [policy["id"] for policy in policies]
        if way in ("list", "pairs"):
            self.write(name, objects)
        elif way == "lines":
            self.write(name, objects, as_lines=True)
        if way == "each":
            folder = self.chance_for(name).choice(["", "okta/", "live/2026/"])
            for one, written in zip(ids, objects):
                key = f"policy {one}"
                self.write(key, written, path=self.path(key, ".json", folder))
        if way == "apart":
            for one, written in zip(ids, objects):
                self.write(f"policy {one}", [written])
                self.batches_of_policies.append({one})
        else:
            self.batches_of_policies.append(set(ids))

    def write_rules_apart(self, policy, way):
        rules = [(policy, rule) for rule in policy["_embedded"]["rules"]]
        if way == "flat":
            self.flat += rules
        elif way == "each" or len(rules) < 2:
            self.write_rules(policy["id"], rules, "each")
        else:
            self.write_rules(f"{policy['id']}, first", rules[1:], "list")
            self.write_rules(f"{policy['id']}, second", rules[:-1], "list")

    def write_rules(self, key, rules, way):
        """Rules with their policies, which their links name."""
        linked = [self.linked(policy, rule) for policy, rule in rules]
        self.linked_policies |= {policy["id"] for policy, _ in rules}
        if way == "each":
            for rule in linked:
                self.write(f"{key}: {rule['id']}", rule)
            return
        self.write(f"{key}, rules", linked, as_lines=way == "lines")
        # JSON Lines of one line are no list.
        if way != "lines" or len(linked) > 1:
            for policy in {policy["id"]: policy for policy, _ in rules}:
                own = {rule["id"] for other, rule in rules if other["id"] == policy}
                self.lists_of_rules[policy].append(own)

    def write_copies(self):
        policies = {policy["id"]: policy for policy in policies_of(self.visible)}
        rules = {
            rule["id"]: (policy, rule)
            for policy in policies.values() for rule in policy["_embedded"]["rules"]
            # Of what was written by hand, Okta has no copies.
            if "lastUpdated" in rule}
        for number, copies in enumerate(self.layout.get("copies", [])):
            key = f"copies {number}"
            of_rules = [
                (rules[one][0], self.copy(rules[one][1])) for one in copies["of"] if one in rules]
            if of_rules:
                self.write_rules(key, of_rules, copies["as"])
            of_policies = [
                self.copy(policies[one]) for one in copies["of"]
                if one in policies and one not in self.absent]
            for policy in of_policies:
                del policy["_embedded"]
            if of_policies and copies["as"] == "each":
                for policy in of_policies:
                    self.write(f"{key}: {policy['id']}", policy)
            elif of_policies:
                self.write(key, of_policies, as_lines=copies["as"] == "lines")
                self.batches_of_policies.append(identities(of_policies))

    # What they tell.

    def shows_several_policies(self, rules):
        """Whether a list without links shows for each type that it is not of one policy."""
        by_type = defaultdict(list)
        for policy, rule in rules:
            by_type[policy["type"]].append((policy["id"], rule))
        for same_type in by_type.values():
            numbers = [priority(rule) for _, rule in same_type]
            numbers = [number for number in numbers if isinstance(number, int)]
            defaults = [rule for _, rule in same_type if rule["system"]]
            are_several = len({policy for policy, _ in same_type}) > 1
            if not are_several or len(set(numbers)) == len(numbers) and len(defaults) < 2:
                return False
        return bool(rules)

    def has_all_rules(self, policy):
        rules = policy["_embedded"]["rules"]
        came_whole = any(identities(rules) <= one for one in self.lists_of_rules[policy["id"]])
        return came_whole and not self.shows_that_some_lack(policy, rules)

    def shows_that_some_lack(self, policy, rules):
        if policy["type"] == "ACCESS_POLICY":
            # Whoever writes rules by hand leaves Okta's out.
            is_served = policy["id"] in self.linked_policies or "lastUpdated" in policy
            return is_served and not any(rule["system"] for rule in rules)
        numbers = [priority(rule) for rule in rules]
        if not all(isinstance(number, int) for number in numbers):
            return False
        return len(set(numbers)) == len(numbers) < max(numbers)

    def came_together(self, policies):
        if "is_absent" in policies[0]:
            return True
        return any(identities(policies) <= batch for batch in self.batches_of_policies)

    def tells_order(self, policies):
        """Whether nothing about the order of these policies and their rules is open but ties."""
        active = [policy for policy in policies if policy["status"] == "ACTIVE"]
        if len(active) > 1 and any(priority(policy) == "unknown" for policy in active):
            return False
        for policy in active:
            rules = [
                rule for rule in policy["_embedded"]["rules"] if rule["status"] == "ACTIVE"]
            if any(priority(rule) == "unknown" for rule in rules):
                return False
            beyond = [rule for rule in rules if not rule["system"]
                      and isinstance(priority(rule), int) and priority(rule) >= 99]
            if policy["type"] == "ACCESS_POLICY" and beyond:
                return False
        return True

    def tells_all(self, policies):
        return (
            self.came_together(policies) and self.tells_order(policies)
            and all(self.has_all_rules(policy) for policy in policies))


# ------------------------------------------------------------------------------------------------
# The meaning of conditions
# ------------------------------------------------------------------------------------------------


class SignIns:
    """All sign-ins that the policies of one order may meet, and all readings of Okta's doubts.

    Variables come into being when a condition names them; `background` tells how they hang
    together.
    """

    def __init__(self, everyone, files):
        self.everyone = everyone
        self.zones = files.get(ZONE_FILE, [])
        self.apps = files.get(APP_FILE, [])
        self.choices = defaultdict(dict)
        self.named = {}

    def fact(self, kind, name):
        """A Boolean that nothing constrains but `background`."""
        return self.named.setdefault((kind, name), z3.Bool(f"{kind}: {name}"))

    def doubt(self, question):
        return self.fact("doubt", question)

    def opaque(self, text):
        return self.fact("opaque", text)

    def choice(self, dimension, value):
        """Of the values of a dimension at most one is true: none is "another or unknown"."""
        return self.choices[dimension].setdefault(value, z3.Bool(f"{dimension} is {value}"))

    def group(self, group):
        return self.fact("group", group)

    def zones_in_use(self):
        """The zones that are surely among all zones."""
        return [
            zone["id"] for zone in self.zones
            if zone["status"] == "ACTIVE" and zone["usage"] == "POLICY"
        ]

    def background(self):
        axioms = [z3.Implies(self.fact("device", "managed"), self.fact("device", "registered"))]
        # A device whose signals are missing is none of these.
        for state, opposite in (("registered", "unregistered"), ("managed", "unmanaged")):
            both = z3.And(self.fact("device", state), self.fact("device", opposite))
            axioms.append(z3.Not(both))
        axioms += [self.group(group) for group in self.everyone]
        in_any_zone = self.fact("zone", "ALL_ZONES")
        axioms += [z3.Implies(self.fact("zone", zone), in_any_zone) for zone in self.zones_in_use()]
        for app in self.apps:
            is_app = self.choice("app", app["id"])
            axioms += [
                z3.Implies(is_app, of_type == (name == app["name"]))
                for name, of_type in self.choices["app type"].items()
            ]
        for kind, text in list(self.named):
            if kind != "true expression":
                continue
            holds = self.fact(kind, text)
            axioms.append(z3.Not(z3.And(holds, self.fact("false expression", text))))
            level = re.fullmatch(r"security\.risk\.level\s*==\s*'(LOW|MEDIUM|HIGH)'", text)
            if level:
                axioms.append(z3.Implies(holds, self.choice("risk", level.group(1))))
        for values in self.choices.values():
            axioms += [z3.Not(z3.And(a, b)) for a, b in itertools.combinations(values.values(), 2)]
        return axioms


def without_order(value):
    """Sorted lists, no nulls: what equal conditions have in common.

    Empty lists stay: in a condition that is not understood nobody knows what they mean.
    """
    if isinstance(value, dict):
        return {
            key: without_order(member) for key, member in value.items() if member is not None}
    if isinstance(value, list):
        return sorted((without_order(item) for item in value), key=json.dumps)
    return value


def normalised(value):
    return json.dumps(without_order(value), sort_keys=True)


def members(condition, *path):
    """The list at `path`, empty where any step is absent or null."""
    for step in path:
        condition = (condition or {}).get(step)
    return condition or []


def any_of(formulas):
    return z3.Or(list(formulas))


def none_of(formulas):
    return z3.Not(z3.Or(list(formulas)))


TRUE = z3.BoolVal(True)


LISTS_OF_PEOPLE = [(kind, side) for kind in ("users", "groups") for side in ("include", "exclude")]


def readings_of_people(condition, sign_ins, carrier, unlisted):
    """The lists that count, in each way to ignore some that no document lists, and when."""
    doubtful = [part for part in LISTS_OF_PEOPLE if part in unlisted and members(condition, *part)]
    for answers in itertools.product([False, True], repeat=len(doubtful)):
        ignored = {part for part, answer in zip(doubtful, answers) if answer}
        lists = [
            [] if part in ignored else members(condition, *part) for part in LISTS_OF_PEOPLE]
        asked = [
            sign_ins.doubt(f"people.{'.'.join(part)} on a {carrier} is ignored") == answer
            for part, answer in zip(doubtful, answers)
        ]
        yield z3.And(asked), lists


def people(condition, sign_ins, carrier="rule", unlisted=(), everyone_by_name=False):
    return z3.And([
        z3.Implies(asked, people_in(lists, sign_ins, everyone_by_name))
        for asked, lists in readings_of_people(condition, sign_ins, carrier, unlisted)
    ])


def people_in(lists, sign_ins, everyone_by_name):
    users_in, users_out, groups_in, groups_out = lists

    def is_user(users):
        return any_of(sign_ins.choice("user", user) for user in users)

    def in_group(groups, side=None):
        # What the name means outside authorization servers, nobody says.
        by_name = TRUE if everyone_by_name else sign_ins.opaque(f"EVERYONE, {side}")
        return any_of(by_name if group == "EVERYONE" else sign_ins.group(group) for group in groups)

    included = TRUE
    if users_in and groups_in:
        either = sign_ins.doubt("users or groups suffice, where both are included")
        both = z3.And(is_user(users_in), in_group(groups_in, "included"))
        one = z3.Or(is_user(users_in), in_group(groups_in, "included"))
        included = z3.Or(both, z3.And(either, one))
    elif users_in:
        included = is_user(users_in)
    elif groups_in:
        included = in_group(groups_in, "included")
    listing_wins = sign_ins.doubt("an included user outweighs an excluded group")
    in_excluded = in_group(groups_out, "excluded")
    not_excluded = z3.Or(z3.Not(in_excluded), z3.And(listing_wins, is_user(users_in)))
    return z3.And(included, z3.Not(is_user(users_out)), not_excluded)


def network(condition, sign_ins):
    connection = condition.get("connection")
    included, excluded = members(condition, "include"), members(condition, "exclude")
    if connection == "ANYWHERE":
        return TRUE
    zones = included + excluded
    if connection != "ZONE" or not zones or ("ALL_ZONES" in zones and len(zones) > 1):
        return sign_ins.opaque("network " + normalised(condition))
    # Nobody says what an inactive zone matches, nor that include and exclude then agree about it.
    inactive = [zone["id"] for zone in sign_ins.zones if zone["status"] == "INACTIVE"]
    inside = any_of(
        sign_ins.opaque(f"included zone {zone}") if zone in inactive
        else sign_ins.fact("zone", zone) for zone in included)
    outside = none_of(
        sign_ins.opaque(f"excluded zone {zone}") if zone in inactive
        else sign_ins.fact("zone", zone) for zone in excluded)
    if included and excluded:
        ignored = sign_ins.doubt("zones excluded beside included ones are ignored")
        return z3.And(inside, z3.Or(outside, ignored))
    return inside if included else outside


def risk_score(condition, sign_ins):
    if condition.get("minRiskLevel"):
        # It belongs to rules of session protection alone.
        least = LEVELS[LEVELS.index(condition["minRiskLevel"]):]
        ignored = sign_ins.doubt("minRiskLevel is ignored")
        return z3.Or(ignored, *(sign_ins.choice("risk", level) for level in least))
    level = condition.get("level", "ANY")
    if level == "ANY":
        return TRUE
    if level in LEVELS:
        return sign_ins.choice("risk", level)
    return sign_ins.opaque("riskScore " + normalised(condition))


def platform_entry(entry, sign_ins):
    device_class, system = entry.get("type", "ANY"), entry.get("os") or {}
    name = system.get("type", "ANY")
    parts = []
    if device_class != "ANY":
        parts.append(sign_ins.choice("device class", device_class))
    if name in ("OSX", "MACOS"):
        other = "MACOS" if name == "OSX" else "OSX"
        synonyms = sign_ins.doubt("OSX and MACOS are one system")
        also = z3.And(synonyms, sign_ins.choice("system", other))
        parts.append(z3.Or(sign_ins.choice("system", name), also))
    elif name not in ("ANY", "OTHER"):
        parts.append(sign_ins.choice("system", name))
    if name == "OTHER" or system.get("expression") or system.get("version"):
        parts.append(sign_ins.opaque("platform " + normalised(entry)))
    return z3.And(parts)


def platform(condition, sign_ins):
    entries = members(condition, "include")
    return any_of(platform_entry(entry, sign_ins) for entry in entries) if entries else TRUE


def device(condition, sign_ins):
    registered, managed = condition.get("registered"), condition.get("managed")
    is_registered = sign_ins.fact("device", "registered")
    if managed is not None and registered is not True:
        return sign_ins.opaque("device " + normalised(condition))
    parts = []
    if registered is True:
        parts.append(is_registered)
    elif registered is False:
        ignored = sign_ins.doubt("registered: false is ignored")
        parts.append(z3.Or(sign_ins.fact("device", "unregistered"), ignored))
    if managed is True:
        parts.append(sign_ins.fact("device", "managed"))
    elif managed is False:
        ignored = sign_ins.doubt("managed: false is ignored")
        parts.append(z3.Or(sign_ins.fact("device", "unmanaged"), ignored))
    assurances = members(condition, "assurance", "include")
    if assurances:
        parts.append(any_of(sign_ins.fact("assurance", assurance) for assurance in assurances))
        unregistered_too = sign_ins.doubt("an unregistered device can be assured")
        parts.append(z3.Or(is_registered, unregistered_too))
    elif condition.get("assurance"):
        parts.append(sign_ins.doubt("an empty list of assurances lets any device in"))
    return z3.And(parts)


def user_type(condition, sign_ins):
    included, excluded = members(condition, "include"), members(condition, "exclude")
    inside = any_of(sign_ins.choice("user type", name) for name in included) if included else TRUE
    return z3.And(inside, none_of(sign_ins.choice("user type", name) for name in excluded))


def split_outside(text, operator):
    """Splits an expression at an operator that stands outside quotes and parentheses."""
    parts, start, depth, quote, at = [], 0, 0, None, 0
    while at < len(text):
        character = text[at]
        if quote:
            quote = None if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif depth == 0 and text.startswith(operator, at):
            parts.append(text[start:at])
            at += len(operator)
            start = at
            continue
        at += 1
    return parts + [text[start:]]


def encloses_all(text):
    """Whether the parenthesis that opens the text closes at its end."""
    depth, quote = 0, None
    for at, character in enumerate(text):
        if quote:
            quote = None if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                return at == len(text) - 1
    return False


def expression(text, sign_ins):
    """When the expression is true and when it is false; it may be neither, if a part fails."""
    text = text.strip()
    # A failed part: does it count as not true, or else does it fail what is decided left of it?
    lenient = sign_ins.doubt("a failed part of an expression counts as not true")
    eager = sign_ins.doubt("a failed part fails an expression that is decided already")
    for operator in ("||", "&&"):
        parts = split_outside(text, operator)
        if len(parts) == 1:
            continue
        parts = [expression(part, sign_ins) for part in parts]
        sides = parts if operator == "||" else [(false, true) for true, false in parts]
        known = [z3.Or(one, other) for one, other in sides]
        all_other = z3.And([other for _, other in sides])
        one_decides = z3.Or([
            z3.And(one, z3.Or(
                lenient,
                z3.And(*(other for _, other in sides[:at]),
                       z3.Or(z3.Not(eager), z3.And(known[at + 1:])))))
            for at, (one, _) in enumerate(sides)
        ])
        return (one_decides, all_other) if operator == "||" else (all_other, one_decides)
    if text.startswith("!"):
        true, false = expression(text[1:], sign_ins)
        return false, true
    if text.startswith("(") and encloses_all(text):
        return expression(text[1:-1], sign_ins)
    part = " ".join(text.split())
    return sign_ins.fact("true expression", part), sign_ins.fact("false expression", part)


def el_condition(condition, sign_ins):
    return expression(condition["condition"], sign_ins)[0]


def behaviors(condition, sign_ins):
    listed = members(condition, "behaviors")
    return any_of(sign_ins.fact("behavior", name) for name in listed) if listed else TRUE


def auth_context(condition, sign_ins):
    entry = condition.get("authType", "ANY")
    return TRUE if entry == "ANY" else sign_ins.choice("entry point", entry)


def identity_provider(condition, sign_ins):
    provider = condition.get("provider", "ANY")
    if provider == "ANY":
        return TRUE
    used = ["OKTA"] if provider == "OKTA" else members(condition, "idpIds")
    return any_of(sign_ins.fact("identity provider", name) for name in used)


def user_identifier(condition, sign_ins):
    if not members(condition, "patterns"):
        return TRUE
    return sign_ins.opaque("userIdentifier " + normalised(condition))


def app(condition, sign_ins):
    included, excluded = members(condition, "include"), members(condition, "exclude")

    def is_one_of(entries):
        return any_of(
            sign_ins.choice("app", entry["id"]) if entry["type"] == "APP"
            else sign_ins.choice("app type", entry["name"])
            for entry in entries)

    inside = is_one_of(included) if included else TRUE
    if not excluded:
        return inside
    if any(entry["type"] != "APP" for entry in included + excluded):
        # Instances and types overlap in ways that an export does not show.
        return z3.And(inside, sign_ins.opaque("app " + normalised(condition)))
    ignored = sign_ins.doubt("excluded apps are ignored")
    return z3.And(inside, z3.Or(z3.Not(is_one_of(excluded)), ignored))


def grant_types(condition, sign_ins):
    return any_of(sign_ins.choice("grant type", grant) for grant in members(condition, "include"))


def scopes(condition, sign_ins):
    """Every requested scope is listed. A request may also ask for scopes that no rule names."""
    listed = members(condition, "include")
    if not listed:
        return sign_ins.doubt("an empty list of scopes covers all")
    if "*" in listed:
        return TRUE
    unlisted = [scope for scope in [*SCOPES, "another scope"] if scope not in listed]
    return none_of(sign_ins.fact("requested scope", scope) for scope in unlisted)


def api_people(condition, sign_ins, carrier="rule", unlisted=()):
    """Client credentials come without a user: whether people then matter is a doubt. If they do,
    nobody is in no group and on no list."""
    without_user = sign_ins.choice("grant type", "client_credentials")
    unheeded = sign_ins.doubt("people are unheeded where there is no user")
    nobody = z3.And([
        z3.Implies(asked, z3.BoolVal(not users_in and not groups_in))
        for asked, (users_in, _, groups_in, _)
        in readings_of_people(condition, sign_ins, carrier, unlisted)
    ])
    of_user = people(condition, sign_ins, carrier, unlisted, everyone_by_name=True)
    return z3.If(without_user, z3.Or(unheeded, nobody), of_user)


CONDITIONS = {
    "people": people, "network": network, "riskScore": risk_score, "platform": platform,
    "device": device, "userType": user_type, "elCondition": el_condition, "risk": behaviors,
    "authContext": auth_context, "identityProvider": identity_provider,
    "userIdentifier": user_identifier, "app": app, "grantTypes": grant_types, "scopes": scopes,
}
KNOWN_MEMBERS = {
    "people": {"users", "groups"}, "network": {"connection", "include", "exclude"},
    "riskScore": {"level", "minRiskLevel"}, "platform": {"include", "exclude"},
    "device": {"registered", "managed", "assurance"}, "userType": {"include", "exclude"},
    "elCondition": {"condition"}, "risk": {"behaviors"}, "authContext": {"authType"},
    "identityProvider": {"provider", "idpIds"}, "userIdentifier": {"type", "attribute", "patterns"},
    "app": {"include", "exclude"}, "grantTypes": {"include"},
    "scopes": {"include"},
}


def holds_empty_id(value):
    """Whether a list has an empty text in it: nobody says what that stands for."""
    if isinstance(value, dict):
        return any(holds_empty_id(member) for member in value.values())
    return isinstance(value, list) and any(
        item == "" or holds_empty_id(item) for item in value)


def condition_formula(name, condition, carrier, policy_type, sign_ins):
    listed = (RULE_CONDITIONS if carrier == "rule" else POLICY_CONDITIONS)[policy_type]
    unlisted = UNLISTED_PEOPLE.get((carrier, policy_type), ()) if name in listed else ()
    is_known = name in KNOWN_MEMBERS and set(condition) <= KNOWN_MEMBERS[name]
    # Zones beside ANYWHERE are stale, whatever they are.
    is_stale = name == "network" and condition.get("connection") == "ANYWHERE"
    if not is_known or holds_empty_id(condition) and not is_stale:
        formula = sign_ins.opaque(f"{name} {normalised(condition)}")
    elif name == "people":
        if not any(members(condition, *part) for part in LISTS_OF_PEOPLE):
            return TRUE
        of_tokens = policy_type == "OAUTH_AUTHORIZATION_POLICY"
        meaning = api_people if of_tokens else people
        formula = meaning(condition, sign_ins, carrier, unlisted)
    else:
        formula = CONDITIONS[name](condition, sign_ins)
    if name in listed or name not in KNOWN_MEMBERS:
        return formula
    return z3.Or(formula, sign_ins.doubt(f"{name} on a {carrier} is ignored"))


def rule_formula(rule, policy_type, sign_ins):
    conditions = rule["conditions"] or {}
    parts = []
    if rule["type"] == "RESOURCE_ACCESS" and not conditions.get("scopes"):
        parts.append(sign_ins.doubt("absent scopes cover all"))
    for name, condition in conditions.items():
        if condition:
            parts.append(condition_formula(name, condition, "rule", policy_type, sign_ins))
    return z3.And(parts)


def policy_formula(policy, sign_ins):
    if "is_absent" in policy:
        return TRUE
    conditions = policy["conditions"] or {}
    parts = []
    if policy["type"] in ("OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL"):
        condition = conditions.get("people") or {}
        groups = members(condition, "groups", "include")
        if not groups and any(members(condition, *part) for part in LISTS_OF_PEOPLE):
            parts.append(sign_ins.opaque(f"people {normalised(condition)}"))
        elif groups:
            parts.append(
                condition_formula("people", condition, "policy", policy["type"], sign_ins))
        elif ((conditions.get("people") or {}).get("groups") or {}).get("include") is None:
            parts.append(sign_ins.doubt("a policy without groups applies to everyone"))
        else:
            question = "a policy with an empty list of groups applies to everyone"
            parts.append(sign_ins.doubt(question))
    if policy["type"] == "PASSWORD":
        provider = (conditions.get("authProvider") or {}).get("provider")
        if provider is None:
            anyone = sign_ins.doubt("a policy without a provider applies to all")
            parts.append(z3.Or(sign_ins.choice("authentication provider", "OKTA"), anyone))
        elif provider != "ANY":
            parts.append(sign_ins.choice("authentication provider", provider))
    if policy["type"] == "OAUTH_AUTHORIZATION_POLICY":
        clients = conditions.get("clients")
        if not clients:
            parts.append(sign_ins.doubt("a policy without clients applies to all"))
        elif not clients["include"]:
            parts.append(sign_ins.doubt("a policy with an empty list of clients applies to all"))
        elif "ALL_CLIENTS" not in clients["include"]:
            parts.append(any_of(sign_ins.choice("client", client) for client in clients["include"]))
    for name in set(conditions) - POLICY_CONDITIONS[policy["type"]] | set(conditions) & READ_AS_RULES:
        if conditions[name]:
            parts.append(condition_formula(
                name, conditions[name], "policy", policy["type"], sign_ins))
    return z3.And(parts)


# What the choices and memberships of a witness are called here.
WITNESS_CHOICES = {
    "user": "user", "userType": "user type", "authProvider": "authentication provider",
    "risk": "risk", "deviceClass": "device class", "system": "system", "app": "app",
    "appType": "app type", "client": "client", "grantType": "grant type",
    "entryPoint": "entry point",
}
WITNESS_MEMBERSHIPS = {
    "groups": "group", "zones": "zone", "deviceStates": "device", "assurances": "assurance",
    "behaviors": "behavior", "identityProviders": "identity provider",
    "scopes": "requested scope",
}


# ------------------------------------------------------------------------------------------------
# What z3 says about an order
# ------------------------------------------------------------------------------------------------


def priority(thing):
    """A number, `absent`, or `unknown`."""
    if "priority" not in thing:
        return "absent"
    number = thing["priority"]
    if isinstance(number, bool) or not isinstance(number, (int, float)) or number != int(number):
        return "unknown"
    return int(number) if -(2**63) <= number < 2**63 else "unknown"


def is_last(thing):
    """Whether Okta keeps it last, whatever its number."""
    provider = members(thing["conditions"], "authProvider", "provider")
    return bool(thing["system"]) and provider not in ("ACTIVE_DIRECTORY", "LDAP")


def is_surely_before(one, other, has_catch_all):
    """Whether it is tried before its sibling in every order that its priority leaves open."""
    own, others = priority(one), priority(other)
    is_numbered = isinstance(own, int)
    may_be_beyond = has_catch_all and (own >= 99 if is_numbered else own == "unknown")
    if is_last(one):
        return False
    if is_last(other):
        return not may_be_beyond
    if is_numbered and isinstance(others, int):
        return own < others
    return is_numbered and others == "absent" and not may_be_beyond


def policies_of(files):
    return [
        policy for name in files if name not in HELPER_FILES for policy in files[name]]


def orders(files):
    """The lists of policies that are tried one after the other, inactive ones included."""
    lists = defaultdict(list)
    for policy in policies_of(files):
        if "is_absent" in policy:
            key = ("absent", policy["id"])
        elif policy["type"] == "OAUTH_AUTHORIZATION_POLICY":
            server = re.search(r"/authorizationServers/([^/]+)/", policy["_links"]["self"]["href"])
            key = (policy["type"], server.group(1))
        elif policy["type"] in ORDERED_TYPES:
            key = (policy["type"],)
        else:
            key = (policy["type"], policy["id"])
        lists[key].append(policy)
    return list(lists.values())


def everyone_groups(files):
    """The groups that system default policies include: every user is a member."""
    return {
        group
        for policy in policies_of(files) if policy["system"]
        for group in members(policy["conditions"], "people", "groups", "include")
    }


class Analysis:
    """One order in one solver: rule *i* has the selector `selects[i]`, true where it matches."""

    def __init__(self, policies, export):
        files = export.visible
        self.export = export
        self.active = [policy for policy in policies if policy["status"] == "ACTIVE"]
        self.rules = [
            (policy, rule)
            for policy in self.active
            for rule in policy["_embedded"]["rules"] if rule["status"] == "ACTIVE"
        ]
        self.position = {rule["id"]: i for i, (_, rule) in enumerate(self.rules)}
        self.solver = z3.Solver()
        self.sign_ins = sign_ins = SignIns(everyone_groups(files), files)
        self.policy_selects = {}
        for policy in self.active:
            select = z3.Bool(f"policy {policy['id']}")
            self.policy_selects[policy["id"]] = select
            self.solver.add(select == policy_formula(policy, sign_ins))
        self.selects = []
        for policy, rule in self.rules:
            select = z3.Bool(f"rule {rule['id']}")
            applies = self.policy_selects[policy["id"]]
            self.solver.add(select == z3.And(
                applies, rule_formula(rule, policy["type"], sign_ins)))
            self.selects.append(select)
        self.solver.add(sign_ins.background())

    def possible(self, *assumptions):
        answer = self.solver.check(*assumptions)
        assert answer != z3.unknown, "z3 gave up"
        return answer == z3.sat

    def compare(self, i, j):
        """Negative: rule i is surely tried before rule j. Zero: a tie, or nobody knows."""
        (policy_i, one), (policy_j, other) = self.rules[i], self.rules[j]
        has_catch_all = policy_i["type"] == "ACCESS_POLICY"
        if policy_i is not policy_j:
            one, other, has_catch_all = policy_i, policy_j, False
        before = is_surely_before(one, other, has_catch_all)
        return is_surely_before(other, one, has_catch_all) - before

    def earlier(self, j):
        return [i for i in range(len(self.rules)) if self.compare(i, j) < 0]

    def ties(self, j):
        return [i for i in range(len(self.rules)) if i != j and self.compare(i, j) == 0]

    def escapes(self, j, blockers):
        """Whether some sign-in matches rule j and none of the blockers."""
        return self.possible(self.selects[j], *(z3.Not(self.selects[i]) for i in blockers))

    def verdict(self, j):
        if not self.escapes(j, []):
            return "contradictory"
        return "reachable" if self.escapes(j, self.earlier(j)) else "unreachable"

    def own_rules(self, policy):
        return [j for j, (other, _) in enumerate(self.rules) if other is policy]

    def reaches_policy(self, policy, blockers):
        """Whether some sign-in that no blocker takes gets to the policy and one of its rules.

        A password policy's settings may count without a rule: its own conditions decide. So they do
        where it may have other rules.
        """
        blocked = [z3.Not(self.selects[i]) for i in blockers]
        if policy["type"] == "PASSWORD" or not self.export.has_all_rules(policy):
            return self.possible(self.policy_selects[policy["id"]], *blocked)
        return any(self.possible(self.selects[j], *blocked) for j in self.own_rules(policy))

    def policy_reachable(self, policy):
        if policy["type"] == "PASSWORD":
            before = [
                i for i, (other, _) in enumerate(self.rules)
                if is_surely_before(other, policy, False)]
            return self.reaches_policy(policy, before)
        return any(self.verdict(j) == "reachable" for j in self.own_rules(policy))

    def smaller_cover(self, j, cover):
        """A cover of rule j with fewer rules, if there is one.

        Where the rules of its own policy cover a rule, that is the cover to name, even if one rule
        of another policy would do for two of them.

        Each sign-in that escapes a tried cover must be taken by some rule of a true one: that
        rules out most sets before z3 sees them.
        """
        earlier = self.earlier(j)
        own = [i for i in earlier if self.rules[i][0] is self.rules[j][0]]
        if set(cover) <= set(own):
            earlier = own
        takers = []
        for fewer in range(1, len(cover)):
            for blockers in itertools.combinations(earlier, fewer):
                if not all(taken.intersection(blockers) for taken in takers):
                    continue
                if not self.escapes(j, blockers):
                    return blockers
                model = self.solver.model()
                takers.append({i for i in earlier if z3.is_true(model.eval(self.selects[i], True))})
        return None

    def removal_changes_an_outcome(self, j, gone):
        """Whether some sign-in that rule j takes ends elsewhere without it (one policy only).

        The rules in `gone` are deleted, too; as long as they are not, they must do nothing else.
        """
        followers = [i for i in range(len(self.rules)) if i != j and self.compare(i, j) >= 0]
        outcome = self.outcome(j)
        followers = [i for i in followers if i not in gone or self.outcome(i) != outcome]
        # It falls out of the policy, or the first of the others may be one that does something else.
        changed = [none_of(self.selects[i] for i in followers)]
        for i in followers:
            if self.outcome(i) != outcome:
                before = [self.selects[k] for k in followers if self.compare(k, i) < 0]
                changed.append(z3.And(self.selects[i], none_of(before)))
        changed = z3.Or(changed)
        self.solver.push()
        self.solver.add(changed)
        answer = self.escapes(j, [i for i in self.earlier(j) if i not in gone])
        self.solver.pop()
        return answer

    def denies_too_late(self, j):
        """Whether rule j denies what an earlier one that sign-ins reach may let in."""
        return self.outcome(j) == "DENY" and any(
            self.rules[i][1]["actions"]["appSignOn"]["access"] == "ALLOW"
            and self.possible(self.selects[i], self.selects[j])
            and self.verdict(i) == "reachable"
            for i in self.earlier(j))

    def witness_can_fail(self, j, witness):
        """Whether a sign-in that is as the witness says may end elsewhere than in rule j.

        What the witness leaves open must not matter. But doubts and opaque atoms have other names
        there: where a witness rests on them, they only have to allow what it says.
        """
        told = []
        rests_on_doubts = any(witness[what] for what in ("readings", "texts", "opaque"))
        for choice, chosen in witness["choices"].items():
            values = self.sign_ins.choices[WITNESS_CHOICES[choice]]
            told += [variable == (value == chosen) for value, variable in values.items()]
        for membership, held in witness["memberships"].items():
            kind = WITNESS_MEMBERSHIPS[membership]
            # That a user is in the Everyone group, and a zone among all zones, goes without saying.
            implied = set(self.sign_ins.everyone)
            if set(held).intersection(self.sign_ins.zones_in_use()):
                implied.add("ALL_ZONES")
            told += [
                variable == (name in held)
                for (other, name), variable in self.sign_ins.named.items()
                if other == kind and name not in implied
            ]
        taken = z3.And(self.selects[j], none_of(self.selects[i] for i in self.earlier(j)))
        self.solver.push()
        self.solver.add(told)
        is_possible = self.possible(taken)
        can_fail = not rests_on_doubts and self.possible(z3.Not(taken))
        self.solver.pop()
        return can_fail or not is_possible

    def outcome(self, i):
        action = self.rules[i][1]["actions"]["appSignOn"]
        return "DENY" if action["access"] == "DENY" else normalised(action)


# ------------------------------------------------------------------------------------------------
# The comparison
# ------------------------------------------------------------------------------------------------


class Disagreement:
    """`kind` tells disagreements apart while an export shrinks; `text` is for people."""

    def __init__(self, kind, text):
        self.kind = kind
        self.text = text


def with_repeated_keys(value, chance):
    """The value as JSON, with some keys that a later one hides."""
    if isinstance(value, list):
        return "[" + ", ".join(with_repeated_keys(item, chance) for item in value) + "]"
    if isinstance(value, Exponent):
        return f"{int(value)}e0"
    if not isinstance(value, dict):
        return json.dumps(value)
    written = [
        f"{json.dumps(key)}: {with_repeated_keys(member, chance)}"
        for key, member in value.items()]
    if value and chance.random() < 0.02:
        hidden = chance.choice(["null", "{}", "[]", '"other"', "0"])
        written.insert(0, f"{json.dumps(chance.choice(sorted(value)))}: {hidden}")
    return "{" + ", ".join(written) + "}"


class Oracle:
    def __init__(self, catchall):
        self.catchall = catchall
        self.counts = Counter()
        self.seconds = Counter()

    def map_of(self, export):
        with tempfile.TemporaryDirectory(prefix="z3_oracle.") as folder:
            for path, content in export.texts.items():
                path = os.path.join(folder, path)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(content)
            start = time.perf_counter()
            run = subprocess.run(
                [self.catchall, "map", "--output-format", "json", folder],
                capture_output=True, text=True, check=False)
            self.seconds["catchall"] += time.perf_counter() - start
        if run.returncode != 0:
            raise RuntimeError(f"catchall map: exit {run.returncode}: {run.stderr}")
        return json.loads(run.stdout)

    def disagreements(self, case):
        export = Export(case)
        mapped = self.map_of(export)
        said_of_policies, said_of_rules = defaultdict(list), {}
        for policy in (policy for order in mapped["orders"] for policy in order["policies"]):
            said_of_policies[policy["id"]].append(policy)
            said_of_rules.update((rule["id"], rule) for rule in policy["rules"])
        start = time.perf_counter()
        found = []
        for policies in orders(export.visible):
            analysis = Analysis(policies, export)
            is_all_told = export.tells_all(policies)
            self.counts["orders told in full" if is_all_told else "orders told in part"] += 1
            for policy in policies:
                said = said_of_policies[policy["id"]]
                found += self.about_claims(analysis, policy, said, said_of_rules)
                if not is_all_told or not said and policy["status"] != "ACTIVE":
                    continue
                if "is_absent" in policy:
                    found += self.about_rules(analysis, policy, said_of_rules)
                    continue
                if len(said) != 1:
                    text = f"policy {policy['id']} is there {len(said)} times"
                    found.append(Disagreement("missing or repeated", text))
                    continue
                found += self.about_rules(analysis, policy, said_of_rules)
                found += self.about_policy(analysis, policy, said[0])
        self.seconds["z3"] += time.perf_counter() - start
        return found

    def about_claims(self, analysis, policy, said, said_of_rules):
        """What is said to be dead or needless is so, however little the export tells."""
        is_whole = analysis.export.has_all_rules(policy)
        for rule in policy["_embedded"]["rules"]:
            said_of_rule = said_of_rules.get(rule["id"])
            j = analysis.position.get(rule["id"])
            if said_of_rule is None or j is None:
                continue
            name = f"{policy['type']} {policy['id']} rule {rule['id']}"
            verdict = said_of_rule["verdict"]["is"]
            self.counts["claims"] += verdict in ("unreachable", "contradictory")
            if verdict == "disputed":
                yield Disagreement("disputed", f"{name} is disputed")
            if verdict == "contradictory" and analysis.escapes(j, []):
                yield Disagreement("not contradictory", f"{name} is not contradictory")
            if verdict == "unreachable":
                yield from self.about_claimed_cover(
                    analysis, j, said_of_rule["verdict"]["cover"], name)
            if said_of_rule["redundantWith"] is not None:
                self.counts["claims"] += 1
                if not is_whole:
                    text = f"{name} is redundant, although there may be other rules"
                    yield Disagreement("redundant in a part", text)
                elif policy["type"] == "ACCESS_POLICY":
                    yield from self.about_redundancy(analysis, j, said_of_rules, name, True)
        for entry in said:
            verdict, name = entry["verdict"]["is"], f"{policy['type']} {policy['id']}"
            if entry["hasAllRules"] and not is_whole:
                yield Disagreement("has all rules", f"{name}: there may be other rules")
            if entry["fallsThrough"] is not None and not is_whole:
                yield Disagreement("falls through", f"{name}: other rules may take it")
            if verdict == "disputed":
                yield Disagreement("disputed", f"{name} is disputed")
            if verdict not in ("unreachable", "contradictory") or policy["status"] != "ACTIVE":
                continue
            self.counts["claims"] += 1
            cover = [
                analysis.position.get(taker["rule"]["id"])
                for taker in entry["verdict"].get("cover", [])]
            earlier = [
                i for i, (other, _) in enumerate(analysis.rules)
                if is_surely_before(other, policy, False)]
            if analysis.own_rules(policy) or not is_whole:
                if not set(cover) <= set(earlier):
                    yield Disagreement("cover of a policy is not earlier", name)
                if analysis.reaches_policy(policy, set(cover) & set(earlier)) and (
                        not is_whole or policy["type"] == "PASSWORD"
                        or analysis.policy_reachable(policy)):
                    yield Disagreement(f"policy {verdict}", f"{name}: a sign-in gets to it")

    def about_claimed_cover(self, analysis, j, cover, name):
        cover = [analysis.position.get(entry["rule"]["id"]) for entry in cover]
        if not set(cover) <= set(analysis.earlier(j)):
            yield Disagreement("cover may be later", f"{name}: its cover may come later")
        elif analysis.escapes(j, cover):
            yield Disagreement("not unreachable", f"{name}: a sign-in reaches it")

    def about_rules(self, analysis, policy, said_of_rules):
        for rule in policy["_embedded"]["rules"]:
            said = said_of_rules.get(rule["id"])
            if said is None:
                yield Disagreement("missing", f"rule {rule['id']} is missing")
                continue
            verdict = said["verdict"]["is"]
            name = f"{policy['type']} {policy['id']} rule {rule['id']}"
            j = analysis.position.get(rule["id"])
            expected = "skipped" if j is None else analysis.verdict(j)
            self.counts["rules"] += 1
            self.counts[f"rules {expected}"] += 1
            if verdict != expected:
                kind = f"{policy['type']}: z3 {expected}, catchall {verdict}"
                yield Disagreement(kind, f"{name}: z3 says {expected}, catchall says {verdict}")
            elif verdict == "unreachable":
                yield from self.about_cover(analysis, j, said["verdict"]["cover"], name)
            elif verdict == "reachable":
                yield from self.about_witness(analysis, j, said["verdict"]["witness"], name)
            if j is not None and policy["type"] == "ACCESS_POLICY" and verdict == expected:
                yield from self.about_redundancy(analysis, j, said_of_rules, name)

    def about_cover(self, analysis, j, cover, name):
        blockers = [analysis.position[entry["rule"]["id"]] for entry in cover]
        self.counts["covers checked"] += 1
        self.counts[f"covers of {len(blockers)}"] += 1
        shown = [entry["rule"]["id"] for entry in cover]
        if not set(blockers) <= set(analysis.earlier(j)):
            yield Disagreement("cover is not earlier", f"{name}: cover {shown} holds later rules")
        elif analysis.escapes(j, blockers):
            yield Disagreement("cover does not suffice", f"{name}: cover {shown} does not suffice")
        elif len(blockers) <= 3:
            smaller = analysis.smaller_cover(j, blockers)
            if smaller:
                better = [analysis.rules[i][1]["id"] for i in smaller]
                yield Disagreement("cover is not smallest", f"{name}: {better} does for {shown}")
        else:
            for left_out in blockers:
                if not analysis.escapes(j, [i for i in blockers if i != left_out]):
                    yield Disagreement("cover has a spare rule", f"{name}: cover {shown}")

    def about_witness(self, analysis, j, witness, name):
        self.counts["witnesses checked"] += 1
        if analysis.witness_can_fail(j, witness):
            yield Disagreement("witness", f"{name}: not every such sign-in: {witness['words']}")

    def about_redundancy(self, analysis, j, said_of_rules, name, is_claimed=False):
        def said_of(i):
            return said_of_rules[analysis.rules[i][1]["id"]]

        said = said_of(j)
        redundant = said["redundantWith"] is not None
        self.counts["redundant" if redundant else "not redundant"] += not is_claimed
        # What is reported of earlier rules, and of dead ones anywhere, is taken to be deleted.
        gone = {i for i in range(len(analysis.rules)) if said_of(i)["verdict"]["is"] != "reachable"}
        gone |= {i for i in analysis.earlier(j) if said_of(i)["redundantWith"] is not None}
        if redundant and analysis.removal_changes_an_outcome(j, gone):
            yield Disagreement("not redundant", f"{name}: its removal changes an outcome")
        # Who wins a tie is unknown, and a system rule cannot be removed.
        if is_claimed:
            return
        silent = not redundant and said["verdict"]["is"] == "reachable" and not said["system"]
        if silent and not analysis.ties(j) and not analysis.denies_too_late(j):
            if not analysis.removal_changes_an_outcome(j, gone):
                yield Disagreement("redundant", f"{name}: its removal changes no outcome")

    def about_policy(self, analysis, policy, said):
        verdict = said["verdict"]["is"]
        self.counts["policies"] += 1
        if not said["hasAllRules"]:
            yield Disagreement("lacks rules", f"policy {policy['id']} has all its rules")
        if not analysis.own_rules(policy):
            return  # A policy without rules is never applied: there is nothing to reach.
        elif not analysis.policy_reachable(policy):
            expected = ["unreachable", "contradictory"]
            self.counts["policies unreachable"] += 1
        else:
            expected = ["reachable"]
        if verdict not in expected:
            kind = f"{policy['type']} policy: z3 {expected[0]}, catchall {verdict}"
            text = f"policy {policy['id']}: z3 says {expected[0]}, catchall says {verdict}"
            yield Disagreement(kind, text)
        elif verdict == "unreachable":
            cover = [analysis.position[entry["rule"]["id"]] for entry in said["verdict"]["cover"]]
            if analysis.reaches_policy(policy, cover):
                text = f"policy {policy['id']}: its cover does not suffice"
                yield Disagreement("cover of a policy does not suffice", text)


# ------------------------------------------------------------------------------------------------
# Shrinking
# ------------------------------------------------------------------------------------------------


def smaller_cases(case):
    """The case with a smaller org, or with less that is odd about its files."""
    org, layout = case["org"], case.get("layout") or {}
    for smaller in smaller_orgs(org):
        yield {"org": smaller, "layout": layout}
    if layout:
        yield {"org": org, "layout": {}}
    for one in layout.get("absent", []):
        rest = [other for other in layout["absent"] if other != one]
        yield {"org": org, "layout": {**layout, "absent": rest}}
    for part in ("files", "rules", "lacking"):
        for key in layout.get(part, {}):
            rest = {other: way for other, way in layout[part].items() if other != key}
            yield {"org": org, "layout": {**layout, part: rest}}
    copies = layout.get("copies", [])
    for at, copied in enumerate(copies):
        rest = copies[:at] + copies[at + 1:]
        yield {"org": org, "layout": {**layout, "copies": rest}}
        for one in copied["of"] if len(copied["of"]) > 1 else []:
            fewer = {**copied, "of": [other for other in copied["of"] if other != one]}
            yield {"org": org, "layout": {**layout, "copies": [*rest, fewer]}}


def smaller_orgs(files):
    """The org without one file, one policy, one rule, or one condition."""
    def changed(name, policies):
        others = {other: files[other] for other in files if other != name}
        return {**others, name: policies} if policies else others

    for name in files:
        if len(files) > 1:
            yield changed(name, [])
    for name, policies in files.items():
        if name in HELPER_FILES:
            for at in range(len(policies)):
                yield changed(name, policies[:at] + policies[at + 1:])
            continue
        for at, policy in enumerate(policies):
            before, after = policies[:at], policies[at + 1:]
            if len(policies) > 1:
                yield changed(name, before + after)
            rules = policy["_embedded"]["rules"]

            def with_rules(rules, policy=policy, before=before, after=after, name=name):
                return changed(name, [*before, {**policy, "_embedded": {"rules": rules}}, *after])

            for number, rule in enumerate(rules):
                if len(rules) > 1:
                    yield with_rules(rules[:number] + rules[number + 1:])
                for condition in rule["conditions"] or {}:
                    rest = {k: v for k, v in rule["conditions"].items() if k != condition}
                    yield with_rules(
                        [*rules[:number], {**rule, "conditions": rest}, *rules[number + 1:]])


def shrink(oracle, case, kind):
    while True:
        for smaller in smaller_cases(case):
            if not policies_of(smaller["org"]):
                continue
            if any(found.kind == kind for found in oracle.disagreements(smaller)):
                case = smaller
                break
        else:
            return case


# ------------------------------------------------------------------------------------------------


def default_catchall():
    builds = ["target/release/catchall", "target/debug/catchall"]
    return next((build for build in builds if os.path.exists(build)), builds[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=20, help="how many exports")
    parser.add_argument("--rules", type=int, default=30, help="the most rules of one policy")
    parser.add_argument("--catchall", default=default_catchall(), help="the binary to test")
    parser.add_argument("--keep-going", action="store_true",
                        help="count all disagreements, show the smallest case of each kind")
    parser.add_argument("--replay", metavar="FILE", help="check one case that was printed before")
    arguments = parser.parse_args()
    oracle = Oracle(os.path.abspath(arguments.catchall))

    if arguments.replay:
        with open(arguments.replay, encoding="utf-8") as file:
            found = oracle.disagreements(json.load(file))
        print("\n".join(disagreement.text for disagreement in found) or "agreement")
        return 1 if found else 0

    print(f"seed {arguments.seed}, {arguments.cases} cases of up to {arguments.rules} rules")
    kinds, smallest = Counter(), {}
    for number in range(arguments.cases):
        case = Generator(f"{arguments.seed}/{number}", arguments.rules).case()
        found = oracle.disagreements(case)
        for kind in {disagreement.kind for disagreement in found}:
            kinds[kind] += 1
            if kind not in smallest:
                smallest[kind] = shrink(Oracle(oracle.catchall), case, kind)
        if found and not arguments.keep_going:
            break
    for name, count in sorted(oracle.counts.items()):
        print(f"{count:8} {name}")
    policies = max(1, oracle.counts["policies"])
    for name, seconds in sorted(oracle.seconds.items()):
        print(f"{seconds:8.2f} s in {name}, {1000 * seconds / policies:.2f} ms a policy")
    for kind, case in sorted(smallest.items(), key=lambda item: len(json.dumps(item[1]))):
        print(f"\nDISAGREEMENT in {kinds[kind]} cases: {kind}")
        for disagreement in oracle.disagreements(case):
            print(f"  {disagreement.text}")
        print(json.dumps(case, indent=1))
    return 1 if smallest else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError) as error:
        print(f"z3_oracle: {error}", file=sys.stderr)
        sys.exit(2)
