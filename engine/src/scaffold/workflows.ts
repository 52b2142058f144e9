/** The GitHub workflows of a new platform: its own, and a pattern for the repositories of applications. */
import type { File } from '../files.ts';
import { actions } from './actions.ts';
import { claimsWorkflow } from './claims-workflow.ts';

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
