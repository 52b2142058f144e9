/** The files that an install bundle has on every target. */
export const generatedInstallFiles = ['rbac.yaml', 'policies.yaml', 'environment.yaml', 'expiry.yaml'] as const;
