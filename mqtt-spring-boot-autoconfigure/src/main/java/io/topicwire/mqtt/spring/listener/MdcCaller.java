package io.topicwire.mqtt.spring.listener;

import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Says in the mapped diagnostic context of the log what a listener works on while it
 * does. A class of its own because SLF4J may not be there.
 *
 * @param next calls the listener
 * @param listenerId the identifier of the listener
 * @param connection the name of the connection
 * @param client the client that receives the messages; asked for its identifier each
 * time, which the broker may assign
 */
record MdcCaller(ListenerCaller next, String listenerId, String connection,
		MqttClient client) implements ListenerCaller {

	private static final String CONNECTION = "mqtt.connection";

	private static final String CLIENT_ID = "mqtt.clientId";

	private static final String LISTENER_ID = "mqtt.listenerId";

	private static final String TOPIC = "mqtt.topic";

	@Override
	public @Nullable CompletionStage<?> call(ListenerCall call) throws Exception {
		MqttMessage message = call.message();
		try {
			MDC.put(CONNECTION, this.connection);
			MDC.put(CLIENT_ID, this.client.clientId());
			MDC.put(LISTENER_ID, this.listenerId);
			// A batch may be of several topics
			if (message != null) {
				MDC.put(TOPIC, message.topic());
			}
			return this.next.call(call);
		}
		finally {
			if (message != null) {
				MDC.remove(TOPIC);
			}
			MDC.remove(LISTENER_ID);
			MDC.remove(CLIENT_ID);
			MDC.remove(CONNECTION);
		}
	}

}
