/** The API group of the platform. */
export const group = 'platform.example.org';
