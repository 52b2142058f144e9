/** The GitHub workflow of the repository of an application: it checks claims, and commits what controllers sync. */
import { actions } from './actions.ts';

/** What every job of an application begins with; its checkout has these lines more. */
const kitSteps = (...checkout: readonly string[]) => `      - uses: ${actions.checkout}
        with:
          path: app
${checkout.map((line) => `          ${line}\n`).join('')}          persist-credentials: false
      - uses: ${actions.setupNode}
        with:
          # If the kit is in a registry of your own, add its \`registry-url\`, and give the next step a NODE_AUTH_TOKEN that can read it.
          node-version: 24
      - name: Install the kit
        run: npm install --prefix kit --no-save --no-audit --ignore-scripts "$KIT"
`;

const kitStepsOfChange = kitSteps(
  '# The pull request as it would be merged, and the commit into which it would be.',
  'fetch-depth: 2',
);

/** The text of the workflow, for a platform of this name. */
export const claimsWorkflow = (
  name: string,
): string => `# Checks the claims of an application in every pull request, and comments what they become. On the main branch it commits the files that
# controllers sync. Copy it to .github/workflows/ in the repository of the application, and replace CHANGE-ME.
name: claims
on:
  # Never pull_request_target: a stranger's pull request would then run with the rights of this repository.
  pull_request:
    paths: [claims/**, values.*.yaml, environments/**, .github/workflows/claims.yaml]
  push:
    branches: [main]
    paths: [claims/**, values.*.yaml, environments/**, .github/workflows/claims.yaml]
permissions: {}
# Of pushes that wait, the last one writes all that the others would have written.
concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
env:
  # The kit of the platform, in the version that the clusters run.
  KIT: '@${name}/platform@CHANGE-ME'
jobs:
  claims:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
      pull-requests: write
    strategy:
      fail-fast: false
      matrix:
        include:
          # One entry for each environment that has a file of values here, such as values.local.yaml: its name, and the target of its cluster.
          - environment: local
            target: local
    env:
      ENVIRONMENT: \${{ matrix.environment }}
      TARGET: \${{ matrix.target }}
      VALUES: values.\${{ matrix.environment }}.yaml
    steps:
${kitStepsOfChange}      - name: Validate
        working-directory: app
        run: ../kit/node_modules/.bin/platform validate claims --values "$VALUES" --environment "$ENVIRONMENT"
      - name: Render
        run: |
          git -C app worktree add --quiet --detach ../base HEAD^1
          render() {
            cd "$1" && ../kit/node_modules/.bin/platform render claims --values "$VALUES" \\
              --environment "$ENVIRONMENT" --target "$TARGET"
          }
          before=0
          after=0
          # Without annotations: what was wrong before is no news.
          (GITHUB_ACTIONS='' render base >base.yaml 2>base.txt) || before=$?
          (render app >app.yaml) || after=$?
          diff -u --label before --label after base.yaml app.yaml >claims.diff || [ $? = 1 ]
          {
            echo "<!-- planesmith: $ENVIRONMENT -->"
            echo "### What the claims become in $ENVIRONMENT"
            echo
            [ $before = 0 ] || echo 'Some claims could not be rendered before this change: they look new here.'
            [ $after = 0 ] || echo 'Some claims cannot be rendered with this change: its annotations say why.'
            if [ -s claims.diff ]; then
              # A fence that the text does not hold, and whole lines, as many as a comment may have.
              fence='~~~'
              while grep -qF "$fence" claims.diff; do fence="$fence~"; done
              echo
              echo "\${fence}diff"
              awk '(size += length + 1) < 60000' claims.diff
              echo "$fence"
              [ "$(wc -c <claims.diff)" -lt 60000 ] || echo 'The rest is too long for a comment.'
            else
              echo 'Nothing changes.'
            fi
          } >comment.md
          cat comment.md >>"$GITHUB_STEP_SUMMARY"
          exit $after
      - name: Comment
        # The token of a fork's or a bot's pull request cannot write comments. The summary of the run has the same text.
        if: >-
          !cancelled() && hashFiles('comment.md') != '' && github.actor != 'dependabot[bot]' &&
          github.event.pull_request.head.repo.full_name == github.repository
        env:
          GH_TOKEN: \${{ github.token }}
          PULL_REQUEST: \${{ github.event.pull_request.number }}
        run: |
          comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
          MARKER="$(head -n 1 comment.md)"
          export MARKER
          own="$(gh api --paginate "$comments" \\
            --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARKER))) | .id')"
          if [ -z "$own" ]; then
            gh api --silent --method POST "$comments" --field body=@comment.md
          else
            gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/\${own%%$'\\n'*}" --field body=@comment.md
          fi

  # Shows what the controllers of each environment would get, which the job below commits once the change is on the main branch.
  environments:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
${kitStepsOfChange}      - name: Compare
        working-directory: app
        run: |
          # A change leaves these files to the main branch, or has them as the command writes them.
          check=''
          git diff --quiet HEAD^1 -- environments || check=--check
          ../kit/node_modules/.bin/platform overlay . $check >../written.diff
          if [ -s ../written.diff ]; then git apply --index ../written.diff; fi
          git diff --cached HEAD^1 -- environments >../environments.diff
          {
            echo '### What controllers get'
            echo
            if [ -s ../environments.diff ]; then
              fence='~~~'
              while grep -qF "$fence" ../environments.diff; do fence="$fence~"; done
              echo "\${fence}diff"
              # A summary has at most 1 MiB.
              awk '(size += length + 1) < 900000' ../environments.diff
              echo "$fence"
            else
              echo 'Nothing changes.'
            fi
          } >>"$GITHUB_STEP_SUMMARY"

  # A push with the token of a run starts no other run, and a second run would find nothing to write.
  commit:
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: write
    steps:
${kitSteps('# The newest commit: there may be one after that of this run.', 'ref: ${{ github.ref }}')}      - name: Write
        working-directory: app
        run: |
          ../kit/node_modules/.bin/platform overlay . >../written.diff
          if [ -s ../written.diff ]; then git apply --index ../written.diff; fi
      - name: Commit
        working-directory: app
        env:
          GH_TOKEN: \${{ github.token }}
        run: |
          environments="$(git diff --cached --name-only | cut -d / -f 2 | paste -sd ' ' -)"
          if [ -z "$environments" ]; then exit 0; fi
          git config user.name 'github-actions[bot]'
          git config user.email 'github-actions[bot]@users.noreply.github.com'
          git commit --quiet --message "Write the claims of $environments"
          remote="https://x-access-token:$GH_TOKEN@\${GITHUB_SERVER_URL#https://}/$GITHUB_REPOSITORY"
          # Somebody may push meanwhile. If that changes claims, its own run follows, and writes them.
          for _ in 1 2 3 4 5; do
            if git push --quiet "$remote" "HEAD:$GITHUB_REF_NAME"; then exit 0; fi
            git fetch --quiet "$remote" "$GITHUB_REF_NAME"
            # If nobody has, there is another reason, such as a rule for the branch.
            if git merge-base --is-ancestor FETCH_HEAD HEAD; then break; fi
            if ! git rebase --quiet FETCH_HEAD; then break; fi
          done
          echo "the claims of $environments are not committed: run this again once the reason above is gone" >&2
          exit 1
`;
