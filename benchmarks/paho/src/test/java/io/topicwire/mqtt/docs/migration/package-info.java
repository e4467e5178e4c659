/**
 * Samples of what others do, for the documentation of a migration.
 */
@NullMarked
package io.topicwire.mqtt.docs.migration;

import org.jspecify.annotations.NullMarked;
