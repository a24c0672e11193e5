#!/bin/sh
# A stage of a pipeline: plan, keep the plan and its page as artifacts, apply just that plan, verify.
# Usage: pipeline.sh CONFIG
set -u
config=$1

pyupsync deploy plan "$config" --out plan.json --html plan.html --json > plan.jsonl
case $? in
0) echo "nothing to change" ;;
3) pyupsync deploy apply plan.json --html apply.html --json > apply.jsonl || exit 1 ;;
*) exit 1 ;;
esac
pyupsync deploy plan "$config" || exit 1
pyupsync deploy verify "$config" --only trust --only zones --html verify.html
