/** The ServiceAccount that Crossplane runs as, by namespace and name. */
export const crossplaneAccount = 'crossplane-system/crossplane';

/** The namespace of Crossplane itself. */
export const crossplaneNamespace = crossplaneAccount.slice(0, crossplaneAccount.indexOf('/'));
