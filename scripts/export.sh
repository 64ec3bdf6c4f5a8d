#!/usr/bin/env bash
# Saves what catchall reads of an Okta org: policies of all types and their rules, and what they refer to.
# docs/export.md says how to use it.
#
#   OKTA_ORG_URL=https://acme.okta.com OKTA_API_TOKEN=… scripts/export.sh [FOLDER]
#
# FOLDER is `okta/` and the host of the org unless it is given. What is fetched is put there when all of it
# has come, in place of what an earlier export put there; nothing changes if something fails.
set -euo pipefail
# A trace would show the token.
set +x
export LC_ALL=C

readonly TYPES=(
    OKTA_SIGN_ON PASSWORD MFA_ENROLL IDP_DISCOVERY
    # Identity Engine alone has these.
    ACCESS_POLICY PROFILE_ENROLLMENT POST_AUTH_SESSION ENTITY_RISK DEVICE_SIGNAL_COLLECTION
    SESSION_VIOLATION_DETECTION CLIENT_UPDATE IDENTITY_CLAIM_SOURCING USER_IDENTIFICATION
)
# What an export consists of: what an earlier one left under these names goes.
readonly PARTS=(
    policies rules authorization-servers groups.json zones.json apps.json idps.json user-types.json
    user-schemas authenticators.json device-assurances.json
)
readonly MOST_TRIES=8 MOST_PAGES=10000

fail() {
    printf 'error: %s\n' "$1" >&2
    exit "${2:-1}"
}

note() {
    printf 'note: %s\n' "$1" >&2
}

for program in curl jq; do
    command -v "$program" >/dev/null || fail "$program is not installed" 2
done
[[ $# -le 1 && "${1:-}" != -* ]] || fail 'usage: OKTA_ORG_URL=… OKTA_API_TOKEN=… export.sh [FOLDER]' 2

org=${OKTA_ORG_URL:-}
org=${org%/}
[[ "$org" =~ ^https://[A-Za-z0-9.-]+(:[0-9]+)?$ || "$org" =~ ^http://127\.0\.0\.1(:[0-9]+)?$ ]] ||
    fail 'OKTA_ORG_URL has to be an address such as https://acme.okta.com' 2
host=${org#*://}
folder=${1:-okta/${host%%:*}}

# The token stays in a variable of this shell: programs that it starts do not get it in their environment,
# nor among their arguments, which everybody on the machine can see.
if [[ -n "${OKTA_ACCESS_TOKEN:-}" ]]; then
    authorization="Bearer $OKTA_ACCESS_TOKEN"
else
    authorization="SSWS ${OKTA_API_TOKEN:-}"
fi
unset OKTA_API_TOKEN OKTA_ACCESS_TOKEN
[[ "$authorization" =~ ^(SSWS|Bearer)\ [A-Za-z0-9._~+/=-]+$ ]] ||
    fail 'OKTA_API_TOKEN or OKTA_ACCESS_TOKEN has to hold a token' 2

mkdir -p -- "$folder"
# In the same file system, so that files only have to be renamed; hidden, so that nothing reads it.
staged=$(mktemp -d -- "$folder/.export.XXXXXX")
trap 'rm -rf -- "$staged"' EXIT
trap 'exit 130' INT TERM
work=$staged/work new=$staged/new
mkdir -- "$work" "$new"

# The last value of a header of the last answer.
header() {
    awk -v name="$1" -F': *' 'tolower($1) == name { sub(/^[^:]*: */, ""); sub(/\r$/, ""); last = $0 }
        END { print last }' "$work/headers"
}

# Asks once. Leaves the body in work/body, the headers in work/headers, and the status in `status`, 000
# where there was no answer.
ask() {
    status=$(
        # Redirects are not followed: they would take the token elsewhere.
        printf 'header = "Authorization: %s"\n' "$authorization" |
            curl --disable --config - --silent --globoff --proto '=http,https' --connect-timeout 20 \
                --max-time 120 --header 'Accept: application/json' \
                --dump-header "$work/headers" --output "$work/body" --write-out '%{http_code}' \
                --url "$1"
    ) || status=000
}

# Asks until there is an answer: waits where Okta says that it was asked too often, and a while where it
# could not answer.
get() {
    local url=$1 try seconds reset
    for ((try = 1; ; try++)); do
        ask "$url"
        case $status in
            000 | 429 | 5??) ;;
            *) return ;;
        esac
        if ((try == MOST_TRIES)); then
            fail "$url was not answered, after $try tries (status $status)"
        fi
        seconds=$((try * try))
        if [[ "$status" == 429 ]]; then
            reset=$(header x-rate-limit-reset)
            # One more, for clocks that differ. Limits are counted by the minute.
            if [[ "$reset" =~ ^[0-9]{1,12}$ ]]; then
                seconds=$((10#$reset - $(date +%s) + 1))
            fi
            seconds=$((seconds < 1 ? 1 : seconds > 120 ? 120 : seconds))
        fi
        note "$url: status $status, trying again in $seconds s"
        sleep "$seconds"
    done
}

# The address of the next page, from the headers `Link: <…>; rel="next"`, of which each holds one or more.
next_page() {
    awk -F': *' 'tolower($1) == "link" { sub(/^[^:]*: */, ""); sub(/\r$/, ""); gsub(/, *</, "\n<"); print }' \
        "$work/headers" | awk '/; *rel="?next"?/ { sub(/^</, ""); sub(/>.*$/, ""); print }'
}

# What Okta said of an answer that is an error, without what steers a terminal.
reason() {
    local said
    said=$(jq -r '.errorSummary // empty' "$work/body" 2>/dev/null | tr -d '\000-\037\177' | head -c 300) || said=
    printf 'status %s%s' "$status" "${said:+: $said}"
}

# Fetches a list, all its pages, through a filter of jq, into a file; lists of nothing, too. Where Okta
# does not have such a list, or does not show it, there is none, and it fails.
list() {
    local url=$org/api/v1/$1 file=$2 filter=$3 page
    : >"$work/pages"
    for ((page = 1; ; page++)); do
        ((page <= MOST_PAGES)) || fail "$org/api/v1/$1 has no last page"
        get "$url"
        case $status in
            200) ;;
            400 | 403 | 404 | 405)
                # What breaks off in the middle is no list.
                ((page == 1)) || fail "$url: $(reason)"
                return 1
                ;;
            *) fail "$url: $(reason)" ;;
        esac
        jq -ce 'if type == "array" then . else error("no list") end' "$work/body" >>"$work/pages" 2>/dev/null ||
            fail "$url: the answer is not a list in JSON"
        url=$(next_page)
        if [[ -z "$url" ]]; then
            break
        fi
        # The token goes nowhere else.
        [[ "$url" == "$org"/* ]] || fail "the next page of $1 is not on $org"
    done
    mkdir -p -- "${file%/*}"
    jq -s "add | $filter" "$work/pages" >"$file" 2>/dev/null || fail "$org/api/v1/$1 lists what cannot be read"
}

# The same, with a note where there is none.
optional() {
    list "$@" || note "left out $1: $(reason)"
}

# The ids in a list. They become parts of addresses and paths.
ids() {
    jq -r '.[] | objects | .id | strings | select(test("^[A-Za-z0-9_-]+$"))' "$1"
}

# Policies and rules stay in the order of Okta, that in which it tries them; in lists without an order of
# their own, things stand by their ids. Of what policies only refer to, secrets may be part, and what
# changes daily: it is left to its names, kinds and states, and to what apps are mapped to.
readonly AS_IS='.'
readonly BY_ID='sort_by(.id)'
readonly GROUPS_FILTER='map({id, created, lastUpdated, objectClass, type, profile: {name: .profile.name, description: .profile.description}}) | sort_by(.id)'
readonly APPS_FILTER='map({id, name, label: .label, status, created, lastUpdated, signOnMode, _links: (._links // {} | {self, accessPolicy, profileEnrollment} | with_entries(select(.value)))}) | sort_by(.id)'
readonly IDPS_FILTER='map({id, type, name, status, created, lastUpdated, issuerMode, protocol: {type: .protocol.type}, _links: (._links // {} | {self} | with_entries(select(.value)))}) | sort_by(.id)'
readonly AUTHENTICATORS_FILTER='map(del(.provider.configuration)) | sort_by(.id)'

for type in "${TYPES[@]}"; do
    file=$new/policies/$(tr '[:upper:]' '[:lower:]' <<<"$type").json
    if ! list "policies?type=$type" "$file" "$AS_IS"; then
        # Every org has some of these.
        [[ "$type" != OKTA_SIGN_ON ]] || fail "the policies cannot be read: $(reason)"
        note "left out policies of type $type: $(reason)"
        continue
    fi
    for policy in $(ids "$file"); do
        list "policies/$policy/rules" "$new/rules/$policy.json" "$AS_IS" ||
            fail "the rules of policy $policy cannot be read: $(reason)"
    done
done

optional 'groups?limit=200' "$new/groups.json" "$GROUPS_FILTER"
optional 'zones?limit=200' "$new/zones.json" "$BY_ID"
optional 'apps?limit=200' "$new/apps.json" "$APPS_FILTER"
optional 'idps?limit=200' "$new/idps.json" "$IDPS_FILTER"
optional authenticators "$new/authenticators.json" "$AUTHENTICATORS_FILTER"
optional device-assurances "$new/device-assurances.json" "$BY_ID"
optional meta/types/user "$new/user-types.json" "$BY_ID"

# Each user type has a schema, which the type links to.
if [[ -f "$new/user-types.json" ]]; then
    mkdir -- "$new/user-schemas"
    for schema in $(jq -r '.[]._links.schema.href | strings | capture("/api/v1/meta/schemas/user/(?<id>[A-Za-z0-9_-]+)$").id' "$new/user-types.json"); do
        get "$org/api/v1/meta/schemas/user/$schema"
        if [[ "$status" == 200 ]] && jq -e 'type == "object"' "$work/body" >/dev/null 2>&1; then
            jq . "$work/body" >"$new/user-schemas/$schema.json"
        else
            note "left out the user schema $schema: $(reason)"
        fi
    done
fi

if list 'authorizationServers?limit=200' "$work/servers.json" "$BY_ID"; then
    for server in $(ids "$work/servers.json"); do
        file=$new/authorization-servers/$server/policies.json
        if ! list "authorizationServers/$server/policies" "$file" "$AS_IS"; then
            note "left out the policies of authorization server $server: $(reason)"
            continue
        fi
        for policy in $(ids "$file"); do
            list "authorizationServers/$server/policies/$policy/rules" \
                "$new/authorization-servers/$server/rules/$policy.json" "$AS_IS" ||
                fail "the rules of policy $policy cannot be read: $(reason)"
        done
    done
else
    note "left out authorization servers: $(reason)"
fi

# All is there: from here on, files are only renamed. What goes wrong now leaves both in $staged.
trap - EXIT
trap '' INT TERM
mkdir -- "$staged/old"
for part in "${PARTS[@]}"; do
    if [[ -e "$folder/$part" || -L "$folder/$part" ]]; then
        mv -- "$folder/$part" "$staged/old/$part"
    fi
    if [[ -e "$new/$part" ]]; then
        mv -- "$new/$part" "$folder/$part"
    fi
done
rm -rf -- "$staged"
printf 'Exported %s into %s\n' "$org" "$folder" >&2
