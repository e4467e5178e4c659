package io.topicwire.mqtt.benchmarks.spring;

import io.topicwire.mqtt.benchmarks.BenchmarkClient.MessageCall;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import org.jspecify.annotations.Nullable;

/**
 * The listener, as a user would write it.
 */
class ReadingListener {

	static final String ID = "readings";

	private volatile @Nullable MessageCall call;

	/**
	 * Set what is to be called for each message from now on.
	 */
	void call(MessageCall call) {
		this.call = call;
	}

	@MqttListener(id = ID, topics = "readings", qos = "0")
	void onReading(Reading reading) {
		MessageCall call = this.call;
		if (call != null) {
			call.received(reading.unit(), MessageCall.UNKNOWN);
		}
	}

}
