/** The GitHub workflows of a new platform: its own, and a pattern for the repositories of applications. */
import type { File } from '../files.ts';
import { actions } from './actions.ts';

/** The workflow files of a platform of this name. */
export function workflowFiles(name: string): readonly File[] {
  return [
    { path: '.github/workflows/platform.yaml', content: platformWorkflow },
    { path: 'examples/app-repository/.github/workflows/claims.yaml', content: claimsWorkflow(name) },
  ];
}

const platformSteps = `      - uses: ${actions.checkout}
        with:
          persist-credentials: false
      - uses: ${actions.setupNode}
        with:
          node-version: 24
      - run: npm ci
`;

const platformWorkflow = `# Tests every change, and builds a pre-release of every commit on main.
name: platform
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
${platformSteps}      - run: npm test
      - run: npm run check
      - run: npm start

  # Its version is that in package.json, which is the version of the next release, and the number of this run.
  pre-release:
    if: github.event_name == 'push'
    needs: test
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
${platformSteps}      - run: npm version --no-git-tag-version "$(npm pkg get version | tr -d '"')-main.$GITHUB_RUN_NUMBER"
      # Once planesmith.config.ts has a \`base\`, add \`--release\`: then the packages do not depend on the machine that builds them.
      - run: npm run build -- --arch all
      # Only if the repository has a secret with a private key in PEM.
      - name: Sign
        run: test -z "$SIGNING_KEY" || npx planesmith sign --key env://SIGNING_KEY
        env:
          SIGNING_KEY: \${{ secrets.SIGNING_KEY }}
          PLANESMITH_KEY_PASSWORD: \${{ secrets.SIGNING_KEY_PASSWORD }}
      - uses: ${actions.uploadArtifact}
        with:
          name: pre-release-\${{ github.run_number }}
          path: dist
          if-no-files-found: error
          overwrite: true
          retention-days: 30
`;

const claimsWorkflow = (
  name: string,
): string => `# Checks the claims of an application in every pull request, and comments what they become.
# Copy this file to .github/workflows/ in the repository of the application, and replace CHANGE-ME.
name: claims
on:
  # Never pull_request_target: a stranger's pull request would then run with the rights of this repository.
  pull_request:
    paths: [claims/**, values.*.yaml, .github/workflows/claims.yaml]
permissions: {}
concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: true
jobs:
  claims:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
      pull-requests: write
    strategy:
      fail-fast: false
      matrix:
        include:
          # One entry for each environment: its name in the kit, the target of its cluster, and the file of this repository with what
          # differs there, such as \`values: values.local.yaml\`.
          - environment: local
            target: local
            values: ''
    env:
      ENVIRONMENT: \${{ matrix.environment }}
      TARGET: \${{ matrix.target }}
      VALUES: \${{ matrix.values }}
      # The kit of the platform, in the version that the clusters run.
      KIT: '@${name}/platform@CHANGE-ME'
    steps:
      - uses: ${actions.checkout}
        with:
          path: app
          # The pull request as it would be merged, and the commit into which it would be.
          fetch-depth: 2
          persist-credentials: false
      - uses: ${actions.setupNode}
        with:
          # If the kit is in a registry of your own, add its \`registry-url\`, and give the next step a NODE_AUTH_TOKEN that can read it.
          node-version: 24
      - name: Install the kit
        run: npm install --prefix kit --no-save --no-audit --ignore-scripts "$KIT"
      - name: Validate
        working-directory: app
        run: ../kit/node_modules/.bin/platform validate claims \${VALUES:+--values "$VALUES"} --environment "$ENVIRONMENT"
      - name: Render
        run: |
          git -C app worktree add --quiet --detach ../base HEAD^1
          render() {
            cd "$1" && ../kit/node_modules/.bin/platform render claims \${VALUES:+--values "$VALUES"} \\
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
`;
