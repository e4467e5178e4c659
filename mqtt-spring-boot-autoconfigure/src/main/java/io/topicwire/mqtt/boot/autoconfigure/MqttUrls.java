package io.topicwire.mqtt.boot.autoconfigure;

/**
 * Makes URLs fit to be shown.
 */
final class MqttUrls {

	private MqttUrls() {
	}

	static String withoutUserInfo(String url) {
		return url.replaceFirst("//[^/]*@", "//");
	}

}
