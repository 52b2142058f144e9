/** The times after which an object store deletes unused data, the same in every cloud. */

/** Days for which overwritten and deleted objects can be restored. */
export const earlierVersionDays = 30;

/** Days after which an unfinished upload is deleted. */
export const brokenUploadDays = 7;
