package io.dbvitals.instrumentation.example;

import com.zaxxer.hikari.HikariDataSource;
import io.dbvitals.instrumentation.event.EventDelivery;
import io.dbvitals.instrumentation.handler.Slf4jHandler;
import io.dbvitals.instrumentation.pool.PoolMonitor;
import io.dbvitals.instrumentation.pool.hikari.HikariPools;
import io.dbvitals.instrumentation.pool.metrics.PoolMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class DatabaseMonitoring {
    @Bean
    EventDelivery databaseEvents() {
        return EventDelivery.to(Slf4jHandler.create());
    }

    @Bean
    PoolMonitor poolMonitor(EventDelivery databaseEvents) {
        return PoolMonitor.named("orders")
                .events(databaseEvents)
                .noteBorrowers()
                .start();
    }

    @Bean
    PoolMetrics poolMetrics(PoolMonitor poolMonitor, PrometheusRegistry registry) {
        PoolMetrics metrics = PoolMetrics.of(poolMonitor);
        registry.register(metrics);
        return metrics;
    }

    /** Spring Boot makes the pool; before anybody takes a connection of it, it gets its monitor. */
    @Bean
    static BeanPostProcessor monitoredPools(ObjectProvider<PoolMonitor> poolMonitor) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    HikariPools.attach(pool, poolMonitor.getObject());
                }
                return bean;
            }

            /** Adds leaks with their borrowers, which HikariCP does not tell of. */
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool
                        ? poolMonitor.getObject().watch((DataSource) pool)
                        : bean;
            }
        };
    }
}
