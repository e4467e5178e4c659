package io.topicwire.mqtt.spring.config;

import java.util.List;
import java.util.function.Consumer;

import io.topicwire.mqtt.spring.listener.ContainerProperties;
import io.topicwire.mqtt.spring.listener.MqttMessageListener;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.util.Assert;

/**
 * {@link MqttListenerEndpoint} for a {@link MqttMessageListener} that there is already.
 *
 * @since 0.1.0
 */
public class SimpleMqttListenerEndpoint implements MqttListenerEndpoint {

	private final String id;

	private final List<TopicTemplate> topics;

	private final MqttMessageListener listener;

	private @Nullable String group;

	private @Nullable Consumer<ContainerProperties> propertiesCustomizer;

	/**
	 * Create an endpoint.
	 * @param id the identifier of the listener, unique in its registry
	 * @param topics the topics; at least one
	 * @param listener the listener
	 */
	public SimpleMqttListenerEndpoint(String id, List<TopicTemplate> topics, MqttMessageListener listener) {
		Assert.hasText(id, "'id' must not be empty");
		Assert.notEmpty(topics, "'topics' must not be empty");
		Assert.notNull(listener, "'listener' must not be null");
		this.id = id;
		this.topics = List.copyOf(topics);
		this.listener = listener;
	}

	@Override
	public String getId() {
		return this.id;
	}

	@Override
	public List<TopicTemplate> getTopics() {
		return this.topics;
	}

	@Override
	public @Nullable String getGroup() {
		return this.group;
	}

	/**
	 * Set the name of the group that the container belongs to; none by default.
	 * @param group the name
	 */
	public void setGroup(@Nullable String group) {
		this.group = group;
	}

	/**
	 * Set what changes the properties of the container to what this listener needs;
	 * everything is left to the container factory by default.
	 * @param propertiesCustomizer changes the properties, before the
	 * {@link ContainerCustomizer} of the factory does
	 */
	public void setPropertiesCustomizer(@Nullable Consumer<ContainerProperties> propertiesCustomizer) {
		this.propertiesCustomizer = propertiesCustomizer;
	}

	@Override
	public void customize(ContainerProperties properties) {
		if (this.propertiesCustomizer != null) {
			this.propertiesCustomizer.accept(properties);
		}
	}

	@Override
	public MqttMessageListener createListener(MessageHandlerMethodFactory methodFactory) {
		return this.listener;
	}

}
