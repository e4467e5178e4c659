/**
 * MQTT 3.1.1 and 5.0 client in plain Java. Begin with
 * {@link io.topicwire.mqtt.client.MqttClient}.
 */
module io.topicwire.mqtt {

	requires java.net.http;
	requires static com.h2database.mvstore;
	requires static org.jspecify;

	exports io.topicwire.mqtt;
	exports io.topicwire.mqtt.auth;
	exports io.topicwire.mqtt.client;
	exports io.topicwire.mqtt.packet;
	exports io.topicwire.mqtt.session;
	exports io.topicwire.mqtt.store;
	exports io.topicwire.mqtt.stream;
	exports io.topicwire.mqtt.topic;
	exports io.topicwire.mqtt.trace;

}
