/**
 * Text that comes from strangers and is to be read by people. The cellar of the house:
 * knows no other package, and may be used by all of them.
 */
@NullMarked
package io.topicwire.mqtt.text;

import org.jspecify.annotations.NullMarked;
