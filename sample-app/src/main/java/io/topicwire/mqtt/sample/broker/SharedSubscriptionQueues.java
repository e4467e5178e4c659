package io.topicwire.mqtt.sample.broker;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Makes the queue of a shared subscription before Artemis does: when two clients
 * subscribe at the same moment, Artemis makes it twice, fails, and throws one of them
 * out. Thread-safe.
 */
class SharedSubscriptionQueues implements MQTTInterceptor {

	private final ActiveMQServer server;

	SharedSubscriptionQueues(ActiveMQServer server) {
		this.server = server;
	}

	@Override
	public synchronized boolean intercept(MqttMessage packet, RemotingConnection connection) throws ActiveMQException {
		if (packet instanceof MqttSubscribeMessage subscribe) {
			for (MqttTopicSubscription subscription : subscribe.payload().topicSubscriptions()) {
				if (MQTTUtil.isSharedSubscription(subscription.topicFilter())) {
					createQueue(subscription.topicFilter());
				}
			}
		}
		return true;
	}

	private void createQueue(String filter) throws ActiveMQException {
		WildcardConfiguration wildcards = this.server.getConfiguration().getWildcardConfiguration();
		String topicFilter = MQTTUtil.decomposeSharedSubscriptionTopicFilter(filter).getB();
		QueueConfiguration queue = QueueConfiguration.of(MQTTUtil.getCoreQueueFromMqttTopic(filter, "", wildcards))
			.setAddress(MQTTUtil.getCoreAddressFromMqttTopic(topicFilter, wildcards))
			.setRoutingType(RoutingType.MULTICAST)
			.setAutoCreated(true)
			.setAutoDelete(true);
		try {
			this.server.createQueue(queue, true);
		}
		catch (ActiveMQException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("No queue for the shared subscription '" + filter + "'", ex);
		}
	}

}
