package io.topicwire.mqtt.interoperability;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.fault.Effect;
import io.topicwire.mqtt.fault.Fault;
import io.topicwire.mqtt.fault.FaultProxy;
import io.topicwire.mqtt.fault.PassingPacket;

/**
 * Two messages between a client on a wire with faults and another one without.
 */
final class CutExchange {

	static final List<String> MESSAGES = List.of("first", "second");

	private static final String LAST = "last";

	private final Peer peer;

	private final String name;

	private final QoS qos;

	private final boolean published;

	// Until all messages have arrived
	private final List<PassingPacket> packets = new CopyOnWriteArrayList<>();

	private volatile boolean over;

	/**
	 * Create an exchange.
	 * @param name what no other exchange is called
	 * @param qos of the messages
	 * @param published whether the client with the faults publishes them, or receives
	 * them
	 */
	CutExchange(Peer peer, String name, QoS qos, boolean published) {
		this.peer = peer;
		this.name = name;
		this.qos = qos;
		this.published = published;
	}

	/**
	 * Exchange the messages.
	 * @param witness the client without faults
	 * @param fault the fault
	 * @param cuts how many connections it ends
	 * @return the payloads in the order in which they came, each as often as it came
	 */
	List<String> run(MqttClient witness, Fault fault, int cuts) throws Exception {
		try (FaultProxy wire = new FaultProxy(this.peer.running().port());
				MqttClient client = this.peer.client("mqtt://127.0.0.1:" + wire.port(), this::settings)) {
			wire.fault(fault.or(this::record));
			client.connectAsync();
			MqttClient publisher = this.published ? client : witness;
			MqttClient subscriber = this.published ? witness : client;
			ReceivedMessages received = new ReceivedMessages();
			// The client subscribes to something in any case, and the other one first
			await(client.subscribeAsync(topic("unused"), this.qos, new ReceivedMessages()));
			await(subscriber.subscribeAsync(topic("messages"), this.qos, received));
			await(CompletableFuture.allOf(MESSAGES.stream()
				.map((payload) -> publisher.publishAsync(message(payload)))
				.toArray(CompletableFuture[]::new)));
			List<String> payloads = received.payloadsUntilAll(MESSAGES);
			Peer.await("fault").until(() -> wire.counts().cuts() == cuts);
			Peer.await("reconnect").until(() -> answers(client));
			this.over = true;
			await(publisher.publishAsync(message(LAST)));
			payloads.addAll(received.payloadsUntil(LAST));
			await(subscriber.unsubscribeAsync(topic("messages")));
			return payloads;
		}
	}

	// Nobody can tell otherwise whether a connection still seems to be there, or is
	private static boolean answers(MqttClient client) {
		try {
			client.ping();
			return true;
		}
		catch (MqttException ex) {
			return false;
		}
	}

	private MqttClientBuilder settings(MqttClientBuilder builder) {
		return this.peer.keepSession(builder)
			.clientId(this.peer.clientId(this.name))
			.keepAlive(Duration.ofSeconds(2))
			.pingTimeout(Duration.ofSeconds(2))
			.connectTimeout(Duration.ofSeconds(5));
	}

	private Effect record(PassingPacket packet) {
		if (!this.over) {
			this.packets.add(packet);
		}
		return Effect.PASS;
	}

	private String topic(String suffix) {
		return this.peer.topic(this.name + "/" + suffix);
	}

	private MqttMessage message(String payload) {
		return MqttMessage.of(topic("messages"), payload).qos(this.qos);
	}

	private static void await(CompletableFuture<?> future) throws Exception {
		future.get(Peer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	/**
	 * Return the packets that passed until all messages had arrived.
	 */
	List<PassingPacket> packets() {
		return List.copyOf(this.packets);
	}

}
