/** The application as a user of its cache, wherever a cache can have users. */

/** How it is called; unique among the users of one cache. */
export const username = 'app';

/**
 * What it may do, in words that Redis, Valkey and Dragonfly share: all data, and nothing that endangers the server, such as Dragonfly's DFLY,
 * which counts as administration alone (dragonfly src/server/server_family.cc). INFO counts as dangerous and only tells: Dapr's state store
 * does not start without it (components-contrib state/redis/redis.go), and job queues ask it for the server's version.
 */
export const rights = 'on ~* &* +@all -@admin -@dangerous +info';
