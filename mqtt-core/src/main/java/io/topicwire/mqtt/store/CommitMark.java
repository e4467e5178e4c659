package io.topicwire.mqtt.store;

/**
 * What was committed last. It tells apart what may be missing, because nobody was told
 * that it is stored, and what may not.
 *
 * @param version the version of the maps
 * @param lastNumber the highest number that any message has had
 */
record CommitMark(long version, long lastNumber) {

}
