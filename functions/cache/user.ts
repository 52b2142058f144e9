/** The application's user, on targets whose caches have users. */

/** Its name, unique within a cache. */
export const username = 'app';

/**
 * Its rights, as ACL rules that Redis, Valkey and Dragonfly share: all data, but no command that endangers the server. Dragonfly's DFLY
 * counts only as administration (dragonfly src/server/server_family.cc).
 *
 * INFO counts as dangerous but only reads. Dapr's state store does not start without it (components-contrib state/redis/redis.go), and job
 * queues ask it for the server's version.
 */
export const rights = 'on ~* &* +@all -@admin -@dangerous +info';
