package io.topicwire.mqtt;

/**
 * One name and value pair that an application attaches to a packet (MQTT 5.0, section
 * 1.5.7). A name may come more than once and order is kept, so user properties are always
 * handed around as lists.
 *
 * @param name the name, at most 65,535 bytes in UTF-8
 * @param value the value, at most 65,535 bytes in UTF-8
 * @since 0.1.0
 */
public record UserProperty(String name, String value) {

	/**
	 * Check whether both strings can be sent.
	 * @throws IllegalArgumentException if one of them is too long or contains what MQTT
	 * does not allow
	 */
	public void requireValid() {
		Utf8String.length(this.name, "Name of user property");
		Utf8String.length(this.value, "Value of user property");
	}

}
