/** The GitHub workflow by which a fleet gets its versions: three profiles, from promotions by hand to none. */
import type { File } from '../files.ts';
import { actions } from './actions.ts';

/** How versions reach clusters: by hand in a window, by hand behind CI, or by themselves from a first cluster on. */
export const profiles = ['windows', 'manual', 'continuous'] as const;
export type Profile = (typeof profiles)[number];

/** The workflow of a profile. */
export function promotionWorkflow(profile: Profile): File {
  return { path: '.github/workflows/promotion.yaml', content: workflows[profile] };
}

const prepare = `      - uses: ${actions.checkout}
        with:
          persist-credentials: false
      - uses: ${actions.setupNode}
        with:
          node-version: 24
      - run: npm ci
`;

const asBot =
  "git -c user.name='github-actions[bot]' -c user.email='github-actions[bot]@users.noreply.github.com' commit --quiet";
const push = `git push --quiet "https://x-access-token:$GH_TOKEN@\${GITHUB_SERVER_URL#https://}/$GITHUB_REPOSITORY" "HEAD:$GITHUB_REF_NAME"
`;

/** The pointer and the evidence are the state: they are in the repository, and nowhere else. */
const commit = `      - name: Commit
        env:
          GH_TOKEN: \${{ github.token }}
          VERSION: \${{ inputs.version }}
          CLUSTER: \${{ inputs.cluster }}
        run: |
          git add "$FLEET"
          if git diff --cached --quiet; then exit 0; fi
          ${asBot} --message "Promote $CLUSTER to $VERSION"
          ${push}`;

const byHand = `on:
  workflow_dispatch:
    inputs:
      version:
        description: A version in versions/ of the fleet
        required: true
        type: string
      cluster:
        description: The cluster that gets it
        required: true
        type: string
`;

const common = `permissions:
  contents: read
# One promotion after the other: each begins from what the last one left.
concurrency:
  group: promotion
`;

const promoteInput = `      - name: Promote
        env:
          VERSION: \${{ inputs.version }}
          CLUSTER: \${{ inputs.cluster }}
        run: npx planesmith promote "$VERSION" --cluster "$CLUSTER" --fleet "$FLEET"
`;

const windows = `# Promotes by hand, and only in a maintenance window. The state is in the repository: pointers and their evidence.
name: promotion
${byHand}${common}jobs:
  promote:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: write
    env:
      FLEET: gitops
      # The window in UTC: days as numbers from Monday (1) to Sunday (7), and hours without the last one.
      WINDOW_DAYS: 2 4
      WINDOW_FROM: '08'
      WINDOW_TO: '12'
    steps:
      - name: Window
        run: |
          day="$(date -u +%u)"
          hour="$(date -u +%H)"
          case " $WINDOW_DAYS " in *" $day "*) ;; *) echo "day $day is not in the window: $WINDOW_DAYS" >&2; exit 1 ;; esac
          if [ "$hour" -lt "$WINDOW_FROM" ] || [ "$hour" -ge "$WINDOW_TO" ]; then
            echo "hour $hour is not in the window: $WINDOW_FROM to $WINDOW_TO" >&2
            exit 1
          fi
${prepare}${promoteInput}${commit}`;

const manual = `# Checks every change of the fleet, and promotes by hand at any time.
name: promotion
${byHand}  pull_request:
    paths: [gitops/**]
${common}jobs:
  # A fleet that cannot be read, an edited version or an unknown field fails the pull request.
  check:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 20
    env:
      FLEET: gitops
    steps:
${prepare}      - name: Check
        run: |
          for file in "$FLEET"/clusters/*.yaml; do
            cluster="$(basename "$file" .yaml)"
            version="$(sed -n "s/^version: *[\\"']\\{0,1\\}\\([^ \\"'#]*\\).*/\\1/p" "$file")"
            # 1 says that the version has not proven itself yet, which is no mistake of this change.
            npx planesmith promote "$version" --cluster "$cluster" --fleet "$FLEET" --dry-run || [ $? = 1 ]
          done

  promote:
    if: github.event_name == 'workflow_dispatch'
    runs-on: ubuntu-latest
    timeout-minutes: 20
    # The protection rules of this environment say who approves.
    environment: \${{ inputs.cluster }}
    permissions:
      contents: write
    env:
      FLEET: gitops
    steps:
${prepare}${promoteInput}${commit}`;

const continuous = `# Promotes by itself: the first cluster (genesis) gets each version that is published, and every other one that of the cluster before it,
# once that has proven itself. Going back is for people: \`planesmith promote\` with the version before.
name: promotion
on:
  push:
    branches: [main]
    paths: [gitops/versions/**]
  schedule:
    - cron: 17 * * * *
  workflow_dispatch:
${common}jobs:
  promote:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: write
    env:
      FLEET: gitops
      # The first cluster. The secret GENESIS_KUBECONFIG opens it for smoke claims; without it, they are tried elsewhere.
      GENESIS: genesis
    steps:
${prepare}      - name: Smoke
        id: smoke
        env:
          GENESIS_KUBECONFIG: \${{ secrets.GENESIS_KUBECONFIG }}
        run: |
          if [ -z "$GENESIS_KUBECONFIG" ]; then exit 0; fi
          version="$(sed -n "s/^version: *[\\"']\\{0,1\\}\\([^ \\"'#]*\\).*/\\1/p" "$FLEET/clusters/$GENESIS.yaml")"
          result="$FLEET/evidence/$GENESIS/smoke.yaml"
          # What passed with this version needs no second trial.
          if [ -f "$result" ] && grep -qx 'passed: true' "$result" && grep -qxE "version: [\\"']?$version[\\"']?" "$result"; then exit 0; fi
          umask 077
          trap 'rm -f "$RUNNER_TEMP/kubeconfig"' EXIT
          printf '%s' "$GENESIS_KUBECONFIG" >"$RUNNER_TEMP/kubeconfig"
          npx planesmith smoke --kubeconfig "$RUNNER_TEMP/kubeconfig" --cluster "$GENESIS" --fleet "$FLEET" || [ $? = 1 ]
      - name: Promote
        # Smoke claims that could not be tried in the first cluster hold up no other one. Without the installed program, nothing is decided.
        if: \${{ !cancelled() && steps.smoke.outcome != 'skipped' }}
        run: |
          # sort knows no pre-releases, but it puts a tilde before the end of a line.
          newest() { sed 's/-/~/' | sort -V | tail -n 1 | sed 's/~/-/'; }
          pointer() { sed -n "s/^$1: *[\\"']\\{0,1\\}\\([^ \\"'#]*\\).*/\\1/p" "$FLEET/clusters/$2.yaml"; }
          # The pointer and the evidence are the state: each move is committed by itself, whatever happens to the next one.
          commit() {
            git add "$FLEET"
            if git diff --cached --quiet; then return 0; fi
            ${asBot} --message "$1"
          }
          commit "Smoke claims in $GENESIS"
          failed=''
          for file in "$FLEET"/clusters/*.yaml; do
            cluster="$(basename "$file" .yaml)"
            has="$(pointer version "$cluster")"
            before="$(pointer after "$cluster")"
            if [ -n "$before" ]; then version="$(pointer version "$before")"
            else version="$(find "$FLEET/versions" -mindepth 1 -maxdepth 1 -type d -exec basename {} ';' | newest)"; fi
            # Never back, and never again to a version that somebody took back here.
            if [ "$(printf '%s\\n' "$has" "$version" | newest)" != "$version" ]; then continue; fi
            if [ -f "$FLEET/evidence/$cluster/$version.yaml" ]; then continue; fi
            code=0
            npx planesmith promote "$version" --cluster "$cluster" --fleet "$FLEET" || code=$?
            case "$code" in
              0) commit "Promote $cluster to $version" ;;
              # The version has not proven itself yet: the next run asks again.
              1) ;;
              *) failed="$failed $cluster" ;;
            esac
          done
          if [ -n "$failed" ]; then
            echo "nobody could decide about:$failed" >&2
            exit 1
          fi
      - name: Commit
        if: \${{ !cancelled() && steps.smoke.outcome != 'skipped' }}
        env:
          GH_TOKEN: \${{ github.token }}
        run: |
          ${push}`;

const workflows: Readonly<Record<Profile, string>> = { windows, manual, continuous };
