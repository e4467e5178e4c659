package io.topicwire.mqtt.soak;

import java.util.BitSet;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.MqttClient;

/**
 * Writes down every message, and then acknowledges it. A message of QoS 2 whose number
 * was written down before, by a process that was killed before it could acknowledge, is
 * recognised.
 */
public final class SubscriberProcess {

	static final String MESSAGE = "message";

	static final String REPEAT = "repeat";

	private final BitSet numbers = new BitSet();

	private final ChildContext context;

	private SubscriberProcess(ChildContext context) {
		this.context = context;
	}

	/**
	 * Run until told to finish.
	 * @param arguments name, port, protocol version and folder
	 */
	public static void main(String[] arguments) {
		new SubscriberProcess(new ChildContext(arguments)).run();
		System.exit(0);
	}

	private void run() {
		Journal.read(this.context.messages(), (line) -> this.numbers.set(Integer.parseInt(line.split(" ")[1])));
		try (Journal journal = new Journal(this.context.messages())) {
			MqttClient client = this.context.client().build();
			client.register("soak/#", SubscribeOptions.of(QoS.EXACTLY_ONCE),
					(message, acknowledgement) -> handle(message, acknowledgement, journal));
			client.connectAsync();
			this.context.awaitFinish(() -> {
			});
			this.context.finish(client);
		}
	}

	private void handle(MqttMessage message, Acknowledgement acknowledgement, Journal journal) {
		int number = Math.toIntExact(acknowledgement.messageNumber());
		boolean repeat = number > 0 && this.numbers.get(number);
		journal.append((repeat ? REPEAT : MESSAGE) + " " + number + " " + message.payloadAsString());
		this.numbers.set(number);
		acknowledgement.acknowledge();
	}

}
